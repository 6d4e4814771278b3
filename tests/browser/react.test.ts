/** A React page with Clerk's components, on a port of its own and built, as docs/clerk-front-ends.md says. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read } from '../structure/documents.js'
import { type ReactApp, startReactApp } from './react-app.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

let app: ReactApp
let api: Visitors
let vite: string
beforeAll(async () => {
  app = await startReactApp()
  api = await visitorsOf(app.origin)
  vite = await app.serve()
})
afterAll(async () => {
  await api?.close()
  await app?.close()
})

test('the React example is proved with the versions that it installs', () => {
  const { packages } = JSON.parse(read('examples/react/package-lock.json')) as { packages: Record<string, { version: string }> } // as npm has it
  const locked = Object.keys(app.versions).map((name) => [name, packages[`node_modules/${name}`]?.version])
  expect(app.versions).toEqual(Object.fromEntries(locked))
})

test('the command of the document gives the page the publishable key and no other', () => {
  expect(app.read('.env.local')).toMatch(/^VITE_CLERK_PUBLISHABLE_KEY=pk_live_\w+\n$/)
})

describe.each([
  ['development', async () => vite],
  ['production', () => app.build()],
] as const)('a React page in %s', (mode, serve) => {
  const address = `${mode}@example.com`
  let visitors: Visitors
  let visitor: Visitor
  let page: Page
  const whoIsThere = async () => {
    const answer = await page.request.get('/api/me')
    return { status: answer.status(), body: (await answer.json()) as { userId?: string } } // as the example answers
  }
  const isGreeted = async () => {
    const { userId } = (await whoIsThere()).body
    expect(userId).toMatch(/^user_/)
    await page.getByText(`The API knows you as ${userId}.`).waitFor()
    await page.getByRole('button', { name: 'Open user menu' }).waitFor()
  }
  const goOn = () => page.getByRole('button', { name: 'Continue', exact: true }).click()

  beforeAll(async () => {
    visitors = await visitorsOf(await serve())
    visitor = await visitors.visitor()
    page = visitor.page
    page.setDefaultTimeout(30_000) // Vite bundles the dependencies when it is first asked for them
  })
  afterAll(() => visitors?.close())

  test(`somebody signs up with a code in the React page in ${mode}, and the API knows them`, async () => {
    await visitor.open('/')
    await page.locator('input[name=identifier]').fill(address)
    await goOn()
    await page.locator('input[name=emailAddress]').waitFor() // an address without an account begins a sign-up
    await page.locator('input[name=password]').fill(password)
    await goOn()
    await page.getByRole('heading', { name: 'Verify your email' }).waitFor()
    await page.keyboard.type(await api.codeFor(address))
    await page.getByText('The API knows you').waitFor()
    await isGreeted()
  })

  test(`the React page in ${mode} stays signed in when it is loaded again`, async () => {
    await page.reload()
    await isGreeted()
  })

  test(`the React page in ${mode} gets a new token where the last one is gone`, async () => {
    await page.context().clearCookies({ name: /^__session/ })
    expect(await whoIsThere()).toMatchObject({ status: 401, body: { errors: [{ code: 'signed_out' }] } })
    await page.evaluate('Clerk.session.getToken({ skipCache: true })')
    expect((await whoIsThere()).status).toBe(200)
  })

  test(`the person of the React page in ${mode} signs out, and in again with the password`, async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('input[name=identifier]').waitFor()
    expect((await whoIsThere()).status).toBe(401)

    await page.locator('input[name=identifier]').fill(address)
    await goOn()
    await page.locator('input[name=password]').fill(password)
    await goOn()
    await page.getByText('The API knows you').waitFor()
    await isGreeted()
  })

  test(`the React page in ${mode} meets no error on the way, and asks no other server`, () => {
    expect(visitor.faults).toEqual([])
  })
})

describe('what the document warns of', () => {
  test("Clerk's loader asks for an absolute address by https, where http is written", async () => {
    app.write('src/absolute.jsx', app.read('src/main.jsx').replace('proxyUrl="', `proxyUrl="${app.origin}`))
    app.write('absolute.html', app.read('index.html').replace('main.jsx', 'absolute.jsx'))
    const visitors = await visitorsOf(vite)
    const { page } = await visitors.visitor()
    const [request] = await Promise.all([page.waitForRequest(/clerk-js/), page.goto('/absolute.html')])
    expect(request.url()).toContain(`${app.origin.replace('http:', 'https:')}/__clerk/npm/@clerk/clerk-js@`)
    await visitors.close()
  })

  test('the short form of a proxy hides which host the page asked for, so its calls are refused', async () => {
    const beginSignIn = async (origin: string) => {
      const answer = await fetch(`${origin}/__clerk/v1/client/sign_ins`, { method: 'POST', headers: { origin } })
      return { status: answer.status, body: (await answer.json()) as object }
    }
    expect(await beginSignIn(vite)).toMatchObject({ status: 200 })

    app.write('short.config.js', app.read('vite.config.js').replaceAll('{ target }', 'target'))
    expect(await beginSignIn(await app.serve('--config', 'short.config.js'))).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'origin_invalid', long_message: expect.stringContaining('keep the Host header') }] },
    })
  })
})

test('a React page sends somebody to the pages of this server, where they sign up, and is signed in afterwards', async () => {
  const proxy = /`('\^\/[^`]+\{ target \})`/.exec(read('docs/clerk-front-ends.md'))![1]!
  app.write('pages.config.js', app.read('vite.config.js').replace('proxy: {', `proxy: { ${proxy},`))
  const page = app.read('src/App.jsx').replace('SignIn,', 'RedirectToSignIn,')
  app.write('src/App.jsx', page.replace(/<SignIn .*>/, '<RedirectToSignIn />'))

  const visitors = await visitorsOf(await app.serve('--config', 'pages.config.js'))
  const visitor = await visitors.visitor()
  visitor.page.setDefaultTimeout(30_000) // as above
  await visitor.open('/')
  await visitor.page.getByRole('link', { name: 'Sign up' }).click()
  await visitor.page.getByLabel('Email address').fill('pages@example.com')
  await visitor.page.getByLabel('Password').fill(password)
  await visitor.page.getByRole('button', { name: 'Create account' }).click()
  await visitor.page.getByLabel('Verification code').waitFor()
  await visitor.page.getByLabel('Verification code').fill(await api.codeFor('pages@example.com'))
  await visitor.page.getByText('The API knows you as user_').waitFor()
  await visitor.isAt('/')
  expect(visitor.faults).toEqual([])
  await visitors.close()
})
