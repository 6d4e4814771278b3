/** Clerk's own front ends, unmodified, over plain http://localhost. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClerkPage, startClerkPage } from './clerk-page.js'

const password = 'correct horse battery staple'

let app: ClerkPage
beforeAll(async () => {
  app = await startClerkPage()
})
afterAll(() => app?.close())

describe.each([
  ['clerk-js 6 with @clerk/ui', '6'],
  ['clerk-js 5', '5'],
])('%s', (_, version) => {
  let page: Page
  const faults: string[] = []
  const address = `clerk-js-${version}+clerk_test@example.com`
  const at = (component: string) => page.waitForURL((url) => url.pathname.startsWith(`/${version}/${component}`))
  const whoIsThere = async (headers = {}) =>
    (await page.request.get('/api/me', { headers })).json() as Promise<{ isAuthenticated: boolean; userId: string }>

  beforeAll(async () => {
    const context = await app.browser.newContext({ baseURL: app.origin, viewport: { width: 1120, height: 860 } })
    context.setDefaultTimeout(20_000)
    page = await context.newPage()
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('response', (response) => {
      if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`)
    })
  })
  afterAll(() => page?.context().close())

  test('clerk-js signs a person up with a code', async () => {
    await page.goto(`/${version}/SignUp`)
    await page.locator('input[name=emailAddress]').fill(address)
    await page.locator('input[name=password]').fill(password)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByRole('heading', { name: 'Verify your email' }).waitFor()
    await page.keyboard.type('424242')
    await at('UserProfile')
    await page.waitForFunction('document.title === "loaded"')
  })

  test('clerk-js gets tokens that the app accepts, as a bearer and as a cookie', async () => {
    const token = (await page.evaluate('Clerk.session.getToken()')) as string // a signed-in session has one
    expect(await whoIsThere()).toMatchObject({ isAuthenticated: true })
    await page.context().clearCookies({ name: /^__session/ })
    expect(await whoIsThere({ authorization: `Bearer ${token}` })).toMatchObject({ isAuthenticated: true })
    const fresh = (await page.evaluate('Clerk.session.getToken({ skipCache: true })')) as string // as above
    expect(fresh).not.toBe(token)
    expect(await whoIsThere()).toMatchObject({ isAuthenticated: true, sessionClaims: { metadata: {} } })
  })

  test('clerk-js gets tokens of a template, and keeps them apart', async () => {
    const tokenOf = async (options: string) => {
      const jwt = (await page.evaluate(`Clerk.session.getToken(${options})`)) as string // as above
      return JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())
    }
    const { userId } = await whoIsThere()
    expect(await tokenOf("{ template: 'shop' }")).toMatchObject({ aud: 'shop', name: null, sub: userId })
    expect(await tokenOf('')).not.toHaveProperty('aud')
    const refused = await page.evaluate("Clerk.session.getToken({ template: 'none' }).catch((error) => error.errors[0].code)")
    expect(refused).toBe('resource_not_found')
    expect(await whoIsThere()).toMatchObject({ isAuthenticated: true })
  })

  test("clerk-js edits the person's name in the profile", async () => {
    await page.goto(`/${version}/UserProfile`)
    await page.getByRole('button', { name: 'Update profile' }).click()
    await page.locator('input[name=firstName]').fill('Grace')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Grace').first().waitFor()
    expect(await page.evaluate('Clerk.user.firstName')).toBe('Grace')
  })

  test('clerk-js shows the devices that are signed in', async () => {
    await page.goto(`/${version}/UserProfile#/security`)
    await page.getByText('This device').waitFor()
  })

  test('clerk-js signs a person out and in again with the password', async () => {
    await page.evaluate('Clerk.signOut()')
    await at('SignIn')
    expect(await whoIsThere()).toMatchObject({ isAuthenticated: false })

    await page.locator('input[name=identifier]').fill(address)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.locator('input[name=password]').fill(password)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await at('UserProfile')
    await page.waitForFunction('document.title === "loaded"')
    expect(await whoIsThere()).toMatchObject({ isAuthenticated: true })
  })

  test('clerk-js goes on in a second tab whose state is old', async () => {
    const context = await app.browser.newContext({ baseURL: app.origin })
    context.setDefaultTimeout(20_000)
    const [first, second] = [await context.newPage(), await context.newPage()]
    for (const tab of [first, second]) {
      await tab.goto(`/${version}/SignIn`)
      await tab.locator('input[name=identifier]').fill(address)
    }
    await first.getByRole('button', { name: 'Continue', exact: true }).click()
    await first.locator('input[name=password]').fill(password)
    await first.getByRole('button', { name: 'Continue', exact: true }).click()
    await first.waitForURL((url) => url.pathname.startsWith(`/${version}/UserProfile`))

    expect(await second.evaluate('Clerk.client.sessions.length')).toBe(0) // nobody told it yet
    await second.getByRole('button', { name: 'Continue', exact: true }).click()
    await second.waitForURL((url) => url.pathname.startsWith(`/${version}/UserProfile`))
    await second.waitForFunction('Clerk.session && Clerk.user')
    await context.close()
  })

  test('clerk-js adds an e-mail address in the profile', async () => {
    const second = `second-${version}+clerk_test@example.com`
    await page.goto(`/${version}/UserProfile`)
    await page.getByRole('button', { name: 'Add email address' }).click()
    await page.locator('input[name=emailAddress]').fill(second)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Verify email address').first().waitFor()
    await page.keyboard.type('424242')
    await page.waitForFunction(
      `Clerk.user.emailAddresses.some((known) => known.emailAddress === '${second}' && known.verification.status === 'verified')`,
    )
  })

  test('clerk-js meets no error on the way', () => {
    expect(faults).toEqual([])
  })
})
