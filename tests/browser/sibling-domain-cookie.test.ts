/** Somebody with a page on a sibling domain of an app over https plants cookies into its visitors' browsers. */
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk, type OwnFrontdesk } from '../../packages/server/src/server.js'
import type { AnyBody } from '../../packages/server/src/testing/test-server.js'
import { selfSignedCertificate } from '../environment/certificate.js'
import { launchBrowser } from '../environment/chromium.js'
import { freePort } from '../environment/free-port.js'

const password = 'correct horse battery staple'
const formType = { 'content-type': 'application/x-www-form-urlencoded' }

describe('attack: a sibling domain plants a client cookie over https', () => {
  let browser: Browser
  let frontdesk: OwnFrontdesk
  let origin: string
  let siblingOrigin: string
  let clientCookie: string
  const servers: Server[] = []
  beforeAll(async () => {
    const port = await freePort()
    origin = `https://app.example.test:${port}`
    frontdesk = createFrontdesk({
      databaseUrl: 'sqlite::memory:',
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development',
      publicUrl: origin,
      inbox: { open: true },
      log: () => {},
    })
    const { keys } = await frontdesk.ready()
    clientCookie = `__client_${keys.cookieSuffix}`
    await serve(frontdesk.listener, port)
    siblingOrigin = `https://evil.example.test:${await serve((request, response) => {
      const cookies = JSON.parse(new URL(request.url!, siblingOrigin).searchParams.get('plant')!) as string[] // as `plant` below writes it
      response.setHeader('set-cookie', cookies).end('planted')
    })}`
    browser = await launchBrowser('--host-resolver-rules=MAP *.example.test 127.0.0.1')
  })
  afterAll(async () => {
    await browser?.close()
    await frontdesk?.close()
    for (const server of servers) server.close()
  })

  async function serve(listener: Parameters<typeof createServer>[1], port = 0): Promise<number> {
    const server = createServer(selfSignedCertificate('example.test'), listener).listen(port, '127.0.0.1')
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    return (server.address() as AddressInfo).port // an AddressInfo, since it listens on a port
  }
  const newContext = () => browser.newContext({ ignoreHTTPSErrors: true, baseURL: origin })
  const clientCookiesOf = async (context: BrowserContext) =>
    (await context.cookies(origin)).filter(({ name }) => name.includes('__client') && !name.includes('uat'))

  /** Opens a page of the sibling that writes a client cookie under each name there is, for the whole domain. */
  async function plant(context: BrowserContext, secret: string): Promise<void> {
    const names = ['__client', clientCookie, `__Host-${clientCookie}`]
    const cookies = names.map((name) => `${name}=${secret}; Domain=example.test; Path=/; Max-Age=9999; Secure; HttpOnly`)
    const page = await context.newPage()
    await page.goto(`${siblingOrigin}/?plant=${encodeURIComponent(JSON.stringify(cookies))}`)
    await page.close()
  }
  interface Answer {
    status: number
    body: AnyBody
  }
  /** A call that a page of the app makes, since only the browser knows these names. */
  async function call(context: BrowserContext, path: string, form?: Record<string, string>): Promise<Answer> {
    const page = await context.newPage()
    await page.goto('/sign-in')
    const init = form ? { method: 'POST', body: new URLSearchParams(form).toString(), headers: formType } : {}
    const answer = await page.evaluate(
      `fetch(${JSON.stringify(path)}, ${JSON.stringify(init)}).then(async (response) => ({ status: response.status, body: await response.json() }))`,
    )
    await page.close()
    return answer as Answer // as written above
  }
  const api = (context: BrowserContext, path: string, form?: Record<string, string>) =>
    call(context, `/__clerk/v1/client${path}`, form)
  const sessionsOf = async (context: BrowserContext) => (await api(context, '')).body.response?.sessions ?? []

  /** A browser of the attacker's, and the secret of its client. */
  async function newPlanter(): Promise<{ context: BrowserContext; secret: string }> {
    const context = await newContext()
    await api(context, '', {})
    const [cookie] = await clientCookiesOf(context)
    return { context, secret: cookie!.value }
  }
  async function codeFor(context: BrowserContext, address: string): Promise<string> {
    const { body } = await call(context, '/__frontdesk/inbox/messages')
    return body.data.find((message: { to: string; code?: string }) => message.to === address && message.code).code
  }

  test("attack: a sibling domain plants a client cookie; the browser takes no `__Host-` cookie from it, so the app's counts", async () => {
    const planter = await newPlanter()
    const context = await newContext()
    await plant(context, planter.secret)
    expect((await clientCookiesOf(context)).map(({ name }) => name).sort()).toEqual(['__client', clientCookie].sort())

    await signUp(context, 'first@example.com')
    const [own] = (await clientCookiesOf(context)).filter(({ name }) => name === `__Host-${clientCookie}`)
    expect(own).toMatchObject({ domain: 'app.example.test', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' })
    await plant(context, planter.secret) // once more, beside it
    expect(await sessionsOf(context)).toHaveLength(1)
    expect(await sessionsOf(planter.context)).toEqual([])
  })

  test('attack: a sibling domain plants a client cookie; the planter finishes no password reset that the visitor proves', async () => {
    await signUp(await newContext(), 'victim@example.com')
    const planter = await newPlanter()
    const context = await newContext()
    await plant(context, planter.secret)
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('Email address').fill('victim@example.com')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('link', { name: 'Forgot password?' }).click()
    const code = page.getByLabel('Verification code')
    await code.waitFor()
    await code.fill(await codeFor(context, 'victim@example.com'))
    await page.getByLabel('New password', { exact: true }).waitFor()

    const { sign_in: signIn } = (await api(context, '')).body.response
    expect(signIn.status).toBe('needs_new_password')
    const refused = await api(planter.context, `/sign_ins/${signIn.id}/reset_password`, { password: 'the planter chose this' })
    expect([refused.status, refused.body.errors[0].code]).toEqual([404, 'resource_not_found'])

    await page.getByLabel('New password', { exact: true }).fill('what the visitor chose')
    await page.getByRole('button', { name: 'Save and sign in' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    expect(await sessionsOf(context)).toHaveLength(1)
  })

  async function signUp(context: BrowserContext, address: string): Promise<void> {
    const page = await context.newPage()
    await page.goto('/sign-up')
    await page.getByLabel('Email address').fill(address)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    const code = page.getByLabel('Verification code')
    await code.waitFor()
    await code.fill(await codeFor(context, address))
    await page.waitForURL((url) => url.pathname === '/')
    await page.close()
  }
})
