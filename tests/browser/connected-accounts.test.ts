import { afterAll, afterEach, expect, test } from 'vitest'
import { lyingProvider, type Person } from '../../packages/server/src/testing/lying-provider.js'
import { quickstart, setUpJourneys, visitor } from './journey.js'

const acme = await lyingProvider(Date.now)
afterAll(() => acme.close())
setUpJourneys(undefined, {
  FRONTDESK_PRIVATE_HOSTS: acme.host,
  FRONTDESK_SOCIAL_CUSTOM_ACME_NAME: 'Acme',
  FRONTDESK_SOCIAL_CUSTOM_ACME_CLIENT_ID: 'frontdesk',
  FRONTDESK_SOCIAL_CUSTOM_ACME_CLIENT_SECRET: 'a secret',
  FRONTDESK_SOCIAL_CUSTOM_ACME_ISSUER: acme.issuer,
  FRONTDESK_SOCIAL_GITHUB_CLIENT_ID: 'frontdesk',
})

afterEach(() => {
  const others = visitor.faults.filter((fault) => !fault.startsWith(`request to ${acme.issuer}/authorize`))
  visitor.faults.splice(0, Infinity, ...others) // the browser is to go there
})

const ann: Person = { sub: 'ann', email: 'ann@acme.example', email_verified: true, given_name: 'Ann', family_name: 'Lee' }

/** The provider's own page, on which this person says yes. */
const consents = (person: Person) =>
  visitor.page.route(`${acme.issuer}/authorize**`, (route) =>
    route.fulfill({ status: 302, headers: { location: acme.allow(route.request().url(), person) } }),
  )
const press = (name: string | RegExp) => visitor.page.getByRole('button', { name }).click()
const rows = () => visitor.page.locator('section', { hasText: 'Connected accounts' }).getByRole('listitem')

test('a person who is new here signs up by a button of the sign-in page, and is signed in by it again', async () => {
  await consents(ann)
  await visitor.open('/sign-in')
  await visitor.page.getByRole('button', { name: 'Continue with Acme' }).waitFor()
  expect(await visitor.axe()).toEqual([])
  await press('Continue with Acme')
  await visitor.isAt('/')
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await visitor.page.getByRole('button', { name: /Continue with Acme.*Last used/ }).click()
  await visitor.isAt('/')
})

test('in the profile accounts are disconnected and connected', async () => {
  await consents({ ...ann, sub: 'bob', email: 'bob@acme.example' })
  await quickstart.signUp(visitor, 'bob@example.com')
  await visitor.open('/user')
  await press('Connect Acme')
  await rows().getByText('bob@acme.example').waitFor()
  await visitor.isAt('/user')
  expect(await visitor.axe()).toEqual([])
  await press(/^Disconnect/)
  await press('Remove')
  await visitor.page.getByText('Acme is disconnected.').waitFor()
  expect(await rows().count()).toBe(0)
})
