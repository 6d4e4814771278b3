/** A person whose browser keeps passkeys. */
import { beforeEach, expect, test } from 'vitest'
import { type Authenticator, addAuthenticator } from './authenticator.js'
import { quickstart, setUpJourneys, visitor } from './journey.js'

setUpJourneys(undefined, { FRONTDESK_SIGN_IN_PASSKEY: 'true', FRONTDESK_SECOND_FACTORS_PASSKEY: 'true' })

let authenticator: Authenticator
beforeEach(async () => {
  authenticator = await addAuthenticator(visitor)
})

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const rows = () => visitor.page.locator('section', { hasText: 'Passkeys' }).getByRole('listitem')

test('a person adds a passkey in the profile, names it, signs in by it at a button and by what the browser fills in', async () => {
  await quickstart.signUp(visitor, 'pia@example.com')
  await visitor.open('/user')
  await button('Add a passkey').click()
  await rows().first().waitFor()
  expect(await visitor.axe()).toEqual([])
  await button(/^Rename/).click()
  await visitor.page.getByLabel('Name of the passkey').fill('Laptop')
  await button('Save name').click()
  await rows().getByText('Laptop', { exact: true }).first().waitFor()

  await visitor.context.clearCookies()
  await authenticator.agrees(false) // so that the prompt at the field waits
  await visitor.open('/sign-in')
  await button('Sign in with a passkey').waitFor()
  expect(await visitor.axe()).toEqual([])
  await authenticator.agrees(true)
  await button('Sign in with a passkey').click()
  await visitor.isAt('/')

  await visitor.context.clearCookies()
  await visitor.open('/sign-up')
  await button('Create account').waitFor()
  expect(await button('Sign in with a passkey').count()).toBe(0) // who is new has none
  await visitor.open('/sign-in')
  await visitor.isAt('/')
})
