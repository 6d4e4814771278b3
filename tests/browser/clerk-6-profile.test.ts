/** What people change in the profile of clerk-js 6 with @clerk/ui, which asks them once more who they are. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, expect, test } from 'vitest'
import { lyingProvider } from '../../packages/server/src/testing/lying-provider.js'
import { addAuthenticator } from './authenticator.js'
import { testCode } from './clerk-front-end.js'
import {
  address,
  button,
  field,
  frontEnd,
  goOn,
  heading,
  localNumber,
  number,
  setUpClerkJourneys,
  type,
  visitor,
} from './clerk-journey.js'
import { password } from './visitors.js'

const acme = await lyingProvider(Date.now)
afterAll(() => acme.close())
setUpClerkJourneys({
  outbound: { privateHosts: [acme.host] },
  social: { custom_acme: { name: 'Acme', clientId: 'frontdesk', clientSecret: 'a secret', issuer: acme.issuer } },
})

const ann = { sub: 'ann', email: 'ann@acme.example', email_verified: true }
const codeOf = (key: string) => new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() })
const open = async (hash = '', more: object = {}) =>
  frontEnd.openAs(visitor, await frontEnd.person({ email_address: [address], ...more }), `/6/UserProfile${hash}`)
const comesTrue = (condition: string) => visitor.page.waitForFunction(condition)

test('a phone number is added in the profile of clerk-js 6', async () => {
  await frontEnd.settings({ attributes: { phone_number: 'optional' } })
  await open()
  await button('Add phone number').click()
  await field('phoneNumber').fill(localNumber())
  await field('phoneNumber').press('Enter')
  await visitor.page.getByText('Verify phone number').first().waitFor()
  await type(testCode)
  await comesTrue(`Clerk.user.phoneNumbers[0]?.verification.status === 'verified'`)
  expect(await visitor.page.evaluate('Clerk.user.phoneNumbers[0].phoneNumber')).toBe(number)
})

test('a username is set in the profile of clerk-js 6', async () => {
  await frontEnd.settings({ attributes: { username: 'optional' } })
  await open()
  await button('Set username').click()
  await field('username').fill('grace_hopper')
  await button('Save').click()
  await comesTrue(`Clerk.user.username === 'grace_hopper'`)
})

test('a passkey is added, renamed and removed in the profile of clerk-js 6', async () => {
  await frontEnd.settings({ sign_in: { passkey: true } })
  await addAuthenticator(visitor)
  await open('#/security')
  await button('Add a passkey').click()
  await comesTrue('Clerk.user?.passkeys.length === 1')
  await visitor.page.getByRole('button', { name: 'Open menu' }).click()
  await visitor.page.getByRole('menuitem', { name: 'Rename' }).click()
  await field('passkeyName').fill('Laptop')
  await button('Save').click()
  await comesTrue(`Clerk.user.passkeys[0].name === 'Laptop'`)
  await visitor.page.getByRole('button', { name: 'Open menu' }).click()
  await visitor.page.getByRole('menuitem', { name: 'Remove' }).click()
  await button('Remove').click()
  await comesTrue('Clerk.user.passkeys.length === 0')
})

test('two-step verification is added by app in the profile of clerk-js 6, and its backup codes', async () => {
  await frontEnd.settings({ second_factors: { totp: true, backup_code: true } })
  await open('#/security')
  await button('Add two-step verification').click()
  await visitor.page.getByRole('menuitem', { name: 'Authenticator application' }).click()
  await button(/Can.t scan QR code/).click()
  const key = await visitor.page.locator('input[readonly], input[disabled]').first().inputValue()
  await goOn()
  await visitor.page.locator('input[autocomplete=one-time-code]').waitFor()
  await type(codeOf(key))
  await comesTrue('Clerk.user.totpEnabled && Clerk.user.backupCodeEnabled')
  await button('Finish').click()
})

test('two-step verification is added by phone in the profile of clerk-js 6, with a number that is there', async () => {
  await frontEnd.settings({ attributes: { phone_number: 'optional' }, second_factors: { phone_code: true, backup_code: true } })
  await open('#/security', { phone_number: [number] })
  await button('Add two-step verification').click()
  await visitor.page.getByRole('menuitem', { name: 'SMS code' }).click()
  await visitor.page.getByText(number.slice(-4)).first().click()
  await comesTrue('Clerk.user.phoneNumbers[0].reservedForSecondFactor && Clerk.user.backupCodeEnabled')
})

test('an account of another service is connected in the profile of clerk-js 6', async () => {
  await frontEnd.settings({})
  await visitor.page.route(`${acme.issuer}/authorize**`, (route) =>
    route.fulfill({ status: 302, headers: { location: acme.allow(route.request().url(), ann) } }),
  )
  await open()
  await button('Connect account').click()
  await visitor.page.getByRole('menuitem', { name: /Acme/ }).click()
  await visitor.page.waitForURL(/UserProfile/)
  await comesTrue('window.Clerk?.user?.externalAccounts.length === 1')
  const others = visitor.faults.filter((fault) => !fault.startsWith(`request to ${acme.issuer}/authorize`))
  visitor.faults.splice(0, Infinity, ...others) // the browser is to go there
})

test('an e-mail address is verified by a link in the profile of clerk-js 6', async () => {
  await frontEnd.settings({ sign_in: { email_code: false, email_link: true } })
  await open()
  await button('Add email address').click()
  await field('emailAddress').fill(`second-${address}`)
  await field('emailAddress').press('Enter')
  await button(/Didn't receive a link/).waitFor()
  const tab = await visitor.context.newPage()
  await tab.goto(await frontEnd.linkFor(`second-${address}`))
  await comesTrue(`Clerk.user.emailAddresses.filter((known) => known.verification.status === 'verified').length === 2`)
})

test('who signed in a while ago is asked once more by clerk-js 6, and what they wanted is done then', async () => {
  await frontEnd.settings({})
  await open()
  await button('Add email address').click()
  await field('emailAddress').fill(`second-${address}`)
  await frontEnd.letAnHourPass()
  await field('emailAddress').press('Enter')
  await heading('Verification required')
  await field('password').fill(password)
  await goOn()
  await visitor.page.getByText('Verify email address').first().waitFor()
  await type(await frontEnd.desk.mailbox.lastCode(`second-${address}`))
  await comesTrue(`Clerk.user.emailAddresses.filter((known) => known.verification.status === 'verified').length === 2`)
})
