/** Clerk's own front end, unmodified, with accounts of other services. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { lyingProvider, type Person } from '../../packages/server/src/testing/lying-provider.js'
import { type ClerkPage, startClerkPage } from './clerk-page.js'

const clientId = 'app.apps.googleusercontent.com'

const google = await lyingProvider(Date.now)
let app: ClerkPage
let page: Page

beforeAll(async () => {
  app = await startClerkPage({
    FRONTDESK_PRIVATE_HOSTS: google.host,
    FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID: clientId,
    FRONTDESK_SOCIAL_GOOGLE_CLIENT_SECRET: 'a secret',
    FRONTDESK_SOCIAL_GOOGLE_ISSUER: google.issuer,
  })
})
afterAll(async () => {
  await app?.close()
  await google.close()
})

beforeEach(async () => {
  const context = await app.browser.newContext({ baseURL: app.origin })
  context.setDefaultTimeout(20_000)
  page = await context.newPage()
})
afterEach(() => page.context().close())

let made = 0
const person = (): Person => {
  const sub = `person-${++made}`
  return { sub, email: `${sub}@gmail.example`, email_verified: true, given_name: 'Ann', azp: clientId }
}
/** The provider's own page, on which this person says yes. */
const consents = (who: Person) =>
  page.route(`${google.issuer}/authorize**`, (route) =>
    route.fulfill({ status: 302, headers: { location: google.allow(route.request().url(), who) } }),
  )
const at = (component: string) => page.waitForURL((url) => url.pathname.startsWith(`/6/${component}`))
/** Which leads to the sign-in. */
async function signOut(): Promise<void> {
  await page.evaluate('void Clerk.signOut()')
  await at('SignIn')
  await page.waitForFunction('document.title === "loaded" && !Clerk.user')
}
const user = () =>
  page.evaluate('({ id: Clerk.user.id, accounts: Clerk.user.externalAccounts.map(({ providerUserId }) => providerUserId) })')

test('clerk-js signs a person up by a button of its sign-in, and in again', async () => {
  const who = person()
  await consents(who)
  await page.goto('/6/SignIn')
  await page.getByRole('button', { name: /Google/ }).click()
  await at('UserProfile')
  await page.waitForFunction('document.title === "loaded" && Clerk.user')
  const signedUp = await user()
  expect(signedUp).toMatchObject({ accounts: [who.sub] })
  await signOut()
  await page.getByRole('button', { name: /Google/ }).click()
  await at('UserProfile')
  await page.waitForFunction('document.title === "loaded" && Clerk.user')
  expect(await user()).toEqual(signedUp)
})

/** In the place of Google's script: its prompt is answered at once, by this person. */
const taps = (who: Person) =>
  page.route('https://accounts.google.com/gsi/client**', (route) => {
    const credential = google.tokenFor(clientId, { ...who, jti: `token-${++made}` })
    const initialize = '(asked) => { window.asked = asked; sessionStorage.asked = JSON.stringify(asked) }'
    const id = `{ initialize: ${initialize}, prompt: () => asked.callback({ credential: '${credential}' }), cancel() {} }`
    return route.fulfill({ contentType: 'text/javascript', body: `window.google = { accounts: { id: ${id} } }` })
  })

test('clerk-js shows Google One Tap for our client, and signs a person up and in by it', async () => {
  const who = person()
  await taps(who)
  await page.goto('/6/SignIn')
  await page.waitForFunction('document.title === "loaded"')
  const tap = async () => {
    await page.evaluate('Clerk.openGoogleOneTap()')
    await at('UserProfile')
    const asked = (await page.evaluate('sessionStorage.asked')) as string // it was asked
    expect(JSON.parse(asked)).toMatchObject({ client_id: clientId })
    expect(JSON.parse(asked)).not.toHaveProperty('nonce')
    await page.waitForFunction('document.title === "loaded" && Clerk.user')
    return user()
  }
  const signedUp = await tap()
  expect(signedUp).toMatchObject({ accounts: [who.sub] })
  await signOut()
  expect(await tap()).toEqual(signedUp)
})
