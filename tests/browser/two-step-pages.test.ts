import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { addAuthenticator } from './authenticator.js'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys(undefined, {
  FRONTDESK_ATTRIBUTES_PHONE_NUMBER: 'optional',
  FRONTDESK_SECOND_FACTORS_TOTP: 'true',
  FRONTDESK_SECOND_FACTORS_PHONE_CODE: 'true',
  FRONTDESK_SECOND_FACTORS_PASSKEY: 'true',
  FRONTDESK_SECOND_FACTORS_BACKUP_CODE: 'true',
  FRONTDESK_SECOND_FACTORS_REQUIRED: 'true',
})

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const link = (name: string) => visitor.page.getByRole('link', { name })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
/** Of the step that many half minutes from now: each works once. */
const codeOf = (key: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() + steps * 30_000 })

async function signInUpTo(second: string) {
  await visitor.open('/sign-in?redirect_url=/protected')
  await visitor.page.getByLabel('Email address').fill(address)
  await button('Continue').click()
  await field('Password').fill(password)
  await button('Sign in').click()
  await field(second).waitFor()
}

/** Signs up, up to what is left to do. */
async function signUp() {
  await visitor.open('/sign-up?redirect_url=/protected')
  await field('Email address').fill(address)
  await field('Password').fill(password)
  await button('Create account').click()
  await field('Verification code').fill(await quickstart.codeFor(address))
  await visitor.page.getByRole('heading', { name: 'Set up two-step verification' }).waitFor()
}

test('a person sets up the second step that is required, and signs in by the app and by a backup code', async () => {
  const { page } = visitor
  await signUp()
  expect(await visitor.axe()).toEqual([])
  await button('Authenticator app').click()
  await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor()
  expect(await visitor.axe()).toEqual([])
  await page.goto(`${quickstart.origin}/protected`) // the app counts them as signed out, and the page has their task again
  await button('Authenticator app').click()
  const key = (await page.locator('.typed-key code').innerText()).replaceAll(' ', '')
  await field('Authenticator code').fill(codeOf(key, -1))
  await page.getByRole('list', { name: 'Backup codes' }).waitFor()
  const codes = await page.locator('.codes code').allInnerTexts()
  expect(codes).toHaveLength(10)
  expect(await visitor.axe()).toEqual([])
  await button('I have kept them').click()
  await visitor.isAt('/protected')

  await visitor.context.clearCookies()
  await signInUpTo('Authenticator code')
  expect(await visitor.axe()).toEqual([])
  await field('Authenticator code').fill(codeOf(key))
  await visitor.isAt('/protected')

  await visitor.context.clearCookies()
  await signInUpTo('Authenticator code')
  await link('Use another method').click()
  await link('Use a backup code').click()
  await field('Backup code').fill(codes[0]!)
  await button('Sign in').click()
  await visitor.isAt('/protected')

  await visitor.open('/user')
  const section = page.locator('section', { hasText: 'Two-step verification' })
  await section.getByRole('button', { name: 'Renew' }).click()
  await section.getByRole('button', { name: 'Renew' }).click()
  await section.getByRole('list', { name: 'Backup codes' }).waitFor()
  expect(await section.locator('.codes code').allInnerTexts()).not.toEqual(codes)
  expect(await visitor.axe()).toEqual([])
})

test('a person sets up codes by text message as the second step that is required, and signs in by one', async () => {
  const { page } = visitor
  await signUp()
  await button('Codes by text message').click()
  await field('Phone number').fill('+12015550123')
  expect(await visitor.axe()).toEqual([])
  await button('Add').click()
  await field('Verification code').waitFor()
  expect(await visitor.axe()).toEqual([])
  await field('Verification code').fill('424242')
  await page.getByRole('list', { name: 'Backup codes' }).waitFor()
  await button('I have kept them').click()
  await visitor.isAt('/protected')

  await visitor.context.clearCookies()
  await signInUpTo('Verification code')
  await field('Verification code').fill('424242')
  await visitor.isAt('/protected')
})

test('a person sets up a passkey as the second step that is required', async () => {
  await addAuthenticator(visitor)
  await signUp()
  await button('Passkey').click()
  await visitor.isAt('/protected')
})
