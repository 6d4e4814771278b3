/** People who come with an account of another service, at a real provider: where usernames are asked for, and the provider may know none. */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { type IdentityProvider, identityProvider } from './identity-provider.js'
import { quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

const issuer = `http://127.0.0.1:${await freePort()}`
const verifyUrl = `http://127.0.0.1:${await freePort()}/siteverify`
const scriptUrl = 'https://captcha.example/api.js'
const { url, drop } = await freshDatabase('postgres') // so that this test can reach it while the app runs
setUpJourneys(undefined, {
  FRONTDESK_DATABASE_URL: url,
  FRONTDESK_ATTRIBUTES_USERNAME: 'required',
  FRONTDESK_PRIVATE_HOSTS: `${new URL(issuer).host},${new URL(verifyUrl).host}`,
  FRONTDESK_CAPTCHA_SITE_KEY: 'a site',
  FRONTDESK_CAPTCHA_SECRET_KEY: 'its secret',
  FRONTDESK_CAPTCHA_SCRIPT_URL: scriptUrl,
  FRONTDESK_CAPTCHA_VERIFY_URL: verifyUrl,
  FRONTDESK_SOCIAL_CUSTOM_ACME_NAME: 'Acme',
  FRONTDESK_SOCIAL_CUSTOM_ACME_CLIENT_ID: 'frontdesk',
  FRONTDESK_SOCIAL_CUSTOM_ACME_CLIENT_SECRET: 'a secret',
  FRONTDESK_SOCIAL_CUSTOM_ACME_ISSUER: issuer,
  FRONTDESK_SOCIAL_GITHUB_CLIENT_ID: 'frontdesk',
})

/** Confirms tokens of the widget below, each once. */
const confirmed = new Set<string | null>()
const captcha = createServer(async (request, response) => {
  const token = new URLSearchParams(await text(request)).get('response')
  const success = token?.startsWith('person') && !confirmed.has(token)
  confirmed.add(token)
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ success }))
})
/** Finds a person in whoever comes, and has a new token for each time that it is asked. */
const widget = `{
  let options
  const answer = () => options.callback('person ' + crypto.randomUUID())
  window.turnstile = { render: (_, given) => { options = given; answer(); return 'widget' }, reset: answer, remove() {} }
}`

let acme: IdentityProvider
beforeAll(async () => {
  await new Promise<void>((done) => captcha.listen(Number(new URL(verifyUrl).port), '127.0.0.1', done))
  const redirectUri = `${quickstart.origin}/__clerk/v1/oauth_callback`
  acme = await identityProvider(issuer, { id: 'frontdesk', secret: 'a secret', redirectUri })
})
afterAll(async () => {
  await acme.close()
  captcha.close()
  await drop()
})

let made = 0
let name: string
let emailAddress: string
beforeEach(async () => {
  await visitor.context.route(`${scriptUrl}*`, (route) => route.fulfill({ contentType: 'text/javascript', body: widget }))
  name = `person${++made}`
  emailAddress = `${name}@acme.example`
  acme.people[name] = {
    email: emailAddress,
    email_verified: true,
    given_name: 'Ann',
    family_name: 'Lee',
    preferred_username: name,
  }
})
afterEach(() => {
  const others = visitor.faults.filter((fault) => ![`${issuer}/`, scriptUrl].some((url) => fault.startsWith(`request to ${url}`)))
  visitor.faults.splice(0, Infinity, ...others) // the browser is to go there
})

const press = (label: string | RegExp) => visitor.page.getByRole('button', { name: label }).click()
const rows = () => visitor.page.locator('section', { hasText: 'Connected accounts' }).getByRole('listitem')

/** On the provider's page. Its own session is forgotten afterwards, so that it asks again. */
async function allowAs(who: string): Promise<void> {
  await visitor.page.getByLabel('Account', { exact: true }).fill(who)
  await press('Allow')
  await visitor.page.waitForURL((address) => address.origin === quickstart.origin)
  await visitor.context.clearCookies({ domain: '127.0.0.1' })
}
async function signUpByAcme(): Promise<void> {
  await visitor.open('/sign-up')
  await press('Continue with Acme')
  await allowAs(name)
  await visitor.isAt('/')
}

test('a person who is new here signs up by a button of the sign-in page, and is signed in by it again', async () => {
  await visitor.open('/sign-in')
  await visitor.page.getByRole('button', { name: 'Continue with Acme' }).waitFor()
  expect(await visitor.axe()).toEqual([])
  await press('Continue with Acme')
  await allowAs(name)
  await visitor.isAt('/')
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await press(/Continue with Acme.*Last used/)
  await allowAs(name)
  await visitor.isAt('/')
})

test('what the provider does not know is asked for after the way back', async () => {
  delete acme.people[name]!.preferred_username
  await visitor.open('/sign-up')
  await press('Continue with Acme')
  await allowAs(name)
  await visitor.page.getByLabel('Username').waitFor()
  expect(await visitor.page.getByLabel('Password').count()).toBe(0)
  expect(await visitor.axe()).toEqual([])
  await visitor.page.getByLabel('Username').fill(name)
  await press('Create account')
  await visitor.isAt('/')
})

test('who signs up by a provider is looked at as who types is, and asked anew where a token is refused', async () => {
  await visitor.open('/sign-up')
  const token = visitor.page.locator('input[name=captcha_token]')
  await expect.poll(() => token.inputValue()).toMatch(/^person/)
  const first = await token.inputValue()
  confirmed.add(first) // by somebody else, who has copied it
  await press('Continue with Acme')
  await visitor.page.getByRole('alert').filter({ hasText: /./ }).waitFor()
  await expect.poll(() => token.inputValue()).not.toBe(first)
  visitor.faults.splice(0) // the refusal
  await press('Continue with Acme')
  await allowAs(name)
  await visitor.isAt('/')
})

test('who cancels at the provider is back on the page that they left, and reads so', async () => {
  await visitor.open('/sign-in')
  await press('Continue with Acme')
  await press('Cancel')
  await visitor.page.getByRole('alert').getByText('You did not allow access to your account there.').waitFor()
  await visitor.page.getByRole('button', { name: 'Continue with Acme' }).waitFor()
})

test('who has an account with the address of the provider is told, signs in once by it, and by the provider from then on', async () => {
  await visitor.open('/sign-up')
  await visitor.page.getByLabel('Email address').fill(emailAddress)
  await visitor.page.getByLabel('Username').fill(name)
  await visitor.page.getByLabel('Password').fill(password)
  await press('Create account')
  await visitor.page.getByLabel('Verification code').fill(await quickstart.codeFor(emailAddress))
  await visitor.isAt('/')
  await visitor.context.clearCookies()

  await visitor.open('/sign-in')
  await press('Continue with Acme')
  await allowAs(name)
  await visitor.page.getByText('You have an account with this email address.').waitFor()
  expect(await visitor.axe()).toEqual([])
  await visitor.page.getByLabel('Password', { exact: true }).fill(password)
  await press('Sign in')
  await visitor.isAt('/')
  await visitor.open('/user')
  await rows().getByText(emailAddress).waitFor()

  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await press(/Continue with Acme/)
  await allowAs(name)
  await visitor.isAt('/')
})

test('in the profile accounts are connected, and disconnected by who shows once more who they are', async () => {
  await signUpByAcme()
  await visitor.open('/user')
  await rows().getByText(emailAddress).waitFor()
  expect(await visitor.axe()).toEqual([])
  await press(/^Disconnect/)
  await letAnHourPass()
  await press('Remove')
  const dialog = visitor.page.getByRole('dialog')
  await dialog.waitFor()
  expect(await rows().count()).toBe(1)
  await dialog.getByLabel('Verification code').waitFor()
  await dialog.getByLabel('Verification code').fill(await quickstart.codeFor(emailAddress))
  await visitor.page.getByText('Acme is disconnected.').waitFor()
  expect(await rows().count()).toBe(0)

  acme.people.other = { email: 'other@acme.example', email_verified: true }
  await press('Connect Acme')
  await allowAs('other')
  await visitor.isAt('/user')
  await rows().getByText('other@acme.example').waitFor()
})

async function letAnHourPass(): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const hour = 'update frontdesk.sessions set first_factor_verified_at = first_factor_verified_at - 3600000'
  await client.query(hour).finally(() => client.end())
}
