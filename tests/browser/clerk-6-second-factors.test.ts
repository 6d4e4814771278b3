/** The second step, and what is left to do before somebody is signed in, by clerk-js 6 with @clerk/ui. */
import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { testCode } from './clerk-front-end.js'
import {
  address,
  button,
  field,
  frontEnd,
  giveIdentifier,
  givePassword,
  goOn,
  heading,
  isSignedIn,
  link,
  localNumber,
  number,
  setUpClerkJourneys,
  type,
  visitor,
} from './clerk-journey.js'
import { password } from './visitors.js'

setUpClerkJourneys()

const codeOf = (key: string) => new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() })
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** The first step, by the password. */
async function signIn(): Promise<void> {
  await visitor.open('/6/SignIn')
  await giveIdentifier(address)
  await givePassword(password)
}

test('clerk-js 6 asks for a code of the authenticator app, or for a backup code', async () => {
  await frontEnd.settings({ sign_in: { email_code: false }, second_factors: { totp: true, backup_code: true } })
  await frontEnd.person({ email_address: [address], totp_secret: secret, backup_codes: ['abcdefgh12', 'bbcdefgh12'] })
  await signIn()
  await heading('Two-step verification')
  await type(codeOf(secret))
  await isSignedIn()
  await visitor.context.clearCookies()
  await signIn()
  await heading('Two-step verification')
  await link('Use another method').click()
  await button('Use a backup code').click()
  await field('code').fill('abcdefgh12')
  await goOn()
  await isSignedIn()
})

test('clerk-js 6 asks for a code by text message as the second step', async () => {
  await frontEnd.settings({
    attributes: { phone_number: 'optional' },
    sign_in: { email_code: false },
    second_factors: { phone_code: true },
  })
  const id = await frontEnd.person({ email_address: [address], phone_number: [number] })
  const { body: user } = await frontEnd.desk.backend('GET', `/users/${id}`)
  const { status } = await frontEnd.desk.backend('PATCH', `/phone_numbers/${user.phone_numbers[0].id}`, {
    reserved_for_second_factor: true,
  })
  expect(status).toBe(200)
  await signIn()
  await heading('Check your phone')
  await type(testCode)
  await isSignedIn()
})

test('clerk-js 6 sets up the authenticator app that is required', async () => {
  await frontEnd.settings({ sign_in: { email_code: false }, second_factors: { totp: true, backup_code: true, required: true } })
  await frontEnd.person({ email_address: [address] })
  await signIn()
  await heading('Add authenticator application')
  await button("Can't scan QR code?").click()
  const key = await visitor.page.locator('input[readonly], input[disabled]').first().inputValue()
  await goOn()
  await visitor.page.locator('input[autocomplete=one-time-code]').waitFor()
  await type(codeOf(key))
  await heading('Authenticator application verification enabled')
  await goOn()
  await isSignedIn()
})

test('clerk-js 6 sets up codes by text message that are required, for a new number', async () => {
  await frontEnd.settings({
    attributes: { phone_number: 'optional' },
    sign_in: { email_code: false },
    second_factors: { phone_code: true, backup_code: true, required: true },
  })
  await frontEnd.person({ email_address: [address] })
  await signIn()
  await heading('Add phone number')
  await field('phoneNumber').fill(localNumber())
  await goOn()
  await heading('Verify your phone number')
  await type(testCode)
  await heading('SMS code verification enabled')
  await goOn()
  await isSignedIn()
})

test('clerk-js 6 sets up codes by text message that are required, for a number that is there', async () => {
  await frontEnd.settings({
    attributes: { phone_number: 'optional' },
    sign_in: { email_code: false },
    second_factors: { totp: true, phone_code: true, required: true },
  })
  await frontEnd.person({ email_address: [address], phone_number: [number] })
  await signIn()
  await heading('Set up two-step verification')
  await button('SMS code').click()
  await visitor.page.getByText(number.slice(-4)).click()
  await heading('SMS code verification enabled')
  await goOn()
  await isSignedIn()
})

test('clerk-js 6 has a new password chosen that is required', async () => {
  await frontEnd.settings({})
  const id = await frontEnd.person({ email_address: [address] })
  await frontEnd.desk.backend('POST', `/users/${id}/password/set_compromised`, {})
  await visitor.open('/6/SignIn')
  await giveIdentifier(address)
  await link('Use another method').click()
  await button(/^Email code to/).click()
  await heading('Check your email')
  await type(await frontEnd.desk.mailbox.lastCode(address))
  await heading('Reset your password')
  await field('newPassword').or(field('password')).fill('another horse battery staple')
  await field('confirmPassword').fill('another horse battery staple')
  await button('Reset Password').click()
  await isSignedIn()
})
