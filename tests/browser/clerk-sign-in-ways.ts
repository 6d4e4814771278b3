/** Each way to sign in by Clerk's own front end, up to the page behind it. */
import { addAuthenticator } from './authenticator.js'
import { type Major, testCode } from './clerk-front-end.js'
import {
  address,
  button,
  field,
  frontEnd,
  giveIdentifier,
  givePassword,
  heading,
  isSignedIn,
  link,
  localNumber,
  number,
  type,
  visitor,
} from './clerk-journey.js'
import { password } from './visitors.js'

const another = 'another horse battery staple'
const byPhone = { attributes: { email_address: 'optional', phone_number: 'optional' } }
const byLink = { sign_in: { password: false, email_code: false, email_link: true } }

const person = () => frontEnd.person({ email_address: [address] })
const open = (major: Major, search = '') => visitor.open(`/${major}/SignIn${search}`)

async function giveAddress(major: Major): Promise<void> {
  await person()
  await open(major)
  await giveIdentifier(address)
}

async function giveNumber(major: Major): Promise<void> {
  await frontEnd.person({ phone_number: [number] })
  await open(major)
  await link('Use phone').click()
  await giveIdentifier(localNumber())
}

async function askForLink(major: Major): Promise<string> {
  await giveAddress(major)
  await button(/Didn't receive a link/).waitFor()
  return frontEnd.linkFor(address)
}

async function resetPassword(code: () => Promise<string>): Promise<void> {
  await link('Forgot password?').click()
  await button('Reset your password').click()
  await heading('Reset password')
  await type(await code())
  await field('password').fill(another)
  await field('confirmPassword').fill(another)
  await button('Reset Password').click()
}

export const signInWays: Record<string, (major: Major) => Promise<void>> = {
  async password(major) {
    await frontEnd.settings({ sign_in: { email_code: false } })
    await giveAddress(major)
    await givePassword(password)
    await isSignedIn()
  },

  async 'a code by mail'(major) {
    await frontEnd.settings({ sign_in: { password: false } })
    await giveAddress(major)
    await heading('Check your email')
    await type(await frontEnd.desk.mailbox.lastCode(address))
    await isSignedIn()
  },

  async 'a link by mail, in another tab'(major) {
    await frontEnd.settings(byLink)
    const address = await askForLink(major)
    const tab = await visitor.context.newPage()
    await tab.goto(address)
    await tab.waitForURL(`${frontEnd.origin}/`)
  },

  async 'a link by mail, confirmed on another device'(major) {
    await frontEnd.settings({ ...byLink, email_link: { require_same_client: false } })
    const address = await askForLink(major)
    const phone = await frontEnd.visitor()
    await phone.open(address)
    await phone.page.getByRole('button', { name: 'Yes, that was me' }).click()
    await isSignedIn()
    await phone.close()
  },

  async 'a code by text message'(major) {
    await frontEnd.settings({ ...byPhone, sign_in: { password: false, phone_code: true } })
    await giveNumber(major)
    await heading('Check your phone')
    await type(testCode)
    await isSignedIn()
  },

  async 'a passkey, at the button and by what the browser fills in'(major) {
    await frontEnd.settings({ sign_in: { passkey: true }, passkeys: { allow_autofill: false } })
    await addAuthenticator(visitor)
    await frontEnd.openAs(visitor, await person(), `/${major}/UserProfile#/security`)
    await button('Add a passkey').click()
    await visitor.page.waitForFunction('Clerk.user?.passkeys.length === 1')

    await visitor.context.clearCookies()
    await open(major)
    await link('Use passkey instead').click()
    await isSignedIn()

    await frontEnd.settings({ sign_in: { passkey: true } })
    await visitor.context.clearCookies()
    await open(major)
    await isSignedIn()
  },

  async 'a ticket'(major) {
    await frontEnd.settings({})
    const { body } = await frontEnd.desk.backend('POST', '/sign_in_tokens', { user_id: await person() })
    await open(major, `?__clerk_ticket=${body.token}`)
    await isSignedIn()
  },

  async 'a new password, after a code by mail'(major) {
    await frontEnd.settings({ sign_in: { email_code: false } })
    await giveAddress(major)
    await resetPassword(() => frontEnd.desk.mailbox.lastCode(address))
    await isSignedIn()
  },

  async 'a new password, after a code by text message'(major) {
    await frontEnd.settings({ ...byPhone, sign_in: { email_code: false, phone_code: true } })
    await giveNumber(major)
    await resetPassword(async () => testCode)
    await isSignedIn()
  },
}
