/** A person who has a phone number and no e-mail address. */
import { expect, test } from 'vitest'
import { quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys(
  { locale: 'de-DE' }, // whose country the field begins with
  {
    FRONTDESK_ATTRIBUTES_EMAIL_ADDRESS: 'off',
    FRONTDESK_ATTRIBUTES_PHONE_NUMBER: 'required',
    FRONTDESK_SIGN_IN_PHONE_CODE: 'true',
    FRONTDESK_SECOND_FACTORS_PHONE_CODE: 'true',
  },
)

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const field = (name: string) => visitor.page.getByLabel(name)
const country = () => field('Country')
const codeFor = async (number: string) => {
  const { data } = (await (await fetch(`${quickstart.origin}/__frontdesk/inbox/messages`)).json()) as {
    data: Array<{ to: string; code: string }>
  }
  return data.find(({ to }) => to === number)!.code
}

test('a person signs up and in by phone, in the spelling of their country, and keeps another number', async () => {
  await visitor.open('/sign-up')
  await country().waitFor()
  expect(await country().inputValue()).toBe('DE')
  expect(await visitor.axe()).toEqual([])
  await field('Phone number').fill('0151 23456789')
  await field('Password').fill(password)
  await button('Create account').click()
  await field('Verification code').waitFor()
  await field('Verification code').fill(await codeFor('+4915123456789'))
  await visitor.isAt('/')

  await visitor.open('/user')
  await button('Add a phone number').click()
  await country().focus()
  await visitor.page.keyboard.type('Austria') // a list of the browser's own goes by the letters
  expect(await country().inputValue()).toBe('AT')
  await field('Phone number').fill('0664 1234567')
  await visitor.page.getByRole('button', { name: 'Add', exact: true }).click()
  await field('Verification code').waitFor()
  await field('Verification code').fill(await codeFor('+436641234567'))
  await button('Use as second step +436641234567').click()
  await visitor.page.getByText('Second step', { exact: true }).waitFor()
  expect(await visitor.axe()).toEqual([])

  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await country().waitFor()
  await field('Phone number').fill('+49 (0)151 23456789')
  await button('Continue').click()
  await visitor.page.getByRole('link', { name: /another method/i }).click()
  await visitor.page.getByRole('link', { name: /Text a code/ }).click()
  await field('Verification code').waitFor()
  await field('Verification code').fill(await codeFor('+4915123456789'))
  await visitor.page.getByText('+43********67').waitFor()
  await field('Verification code').fill(await codeFor('+436641234567'))
  await visitor.isAt('/')
  await button('Sign out').waitFor()
})
