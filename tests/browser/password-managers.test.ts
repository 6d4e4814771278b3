/** What password managers need in every form with a password: whose it is, and whether it is the present one or a new one. */
import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys()

const button = (name: string) => visitor.page.getByRole('button', { name, exact: true })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })

/** The names that managers know of the fields in the form with this one, in their order, and the account's. */
async function formOf(label: string) {
  const form = field(label).locator('xpath=ancestor::form')
  const inputs = form.locator('input:not([type=checkbox])')
  return {
    names: await inputs.evaluateAll((all) => all.map((input) => input.getAttribute('autocomplete'))),
    account: await form.locator('[autocomplete=username]').inputValue(),
  }
}

async function signedOutPerson(): Promise<void> {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await field('Email address').fill(address)
}

test('the first screen of a sign-in can be filled at once', async () => {
  await signedOutPerson()
  expect(await formOf('Email address')).toEqual({ names: ['username', 'current-password'], account: address })
})

test('the password of a sign-in, and a new one after a reset, belong to the account', async () => {
  await signedOutPerson()
  await button('Continue').click()
  await field('Password').waitFor()
  expect(await formOf('Password')).toEqual({ names: ['username', 'current-password'], account: address })
  const before = await quickstart.codeFor(address)
  await visitor.page.getByRole('link', { name: 'Forgot password?' }).click()
  await field('Verification code').waitFor()
  await expect.poll(() => quickstart.codeFor(address)).not.toBe(before)
  await field('Verification code').fill(await quickstart.codeFor(address))
  await field('New password').waitFor()
  expect(await formOf('New password')).toEqual({ names: ['username', 'new-password'], account: address })
})

test('a sign-up names the account by its address, and not by the last name before the password', async () => {
  await visitor.open('/sign-up')
  await field('Email address').fill(address)
  expect(await formOf('Password')).toEqual({
    names: ['username', 'given-name', 'family-name', 'new-password'],
    account: address,
  })
})

test('a changed password, and the first one of an account without, belong to the account', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await button('Change password').click()
  expect(await formOf('New password')).toEqual({ names: ['username', 'current-password', 'new-password'], account: address })

  await visitor.page.evaluate(`fetch('/__clerk/v1/me/remove_password', {
    method: 'POST', body: new URLSearchParams({ current_password: ${JSON.stringify(password)} }),
  })`)
  await visitor.open('/user')
  await button('Set a password').click()
  expect(await formOf('New password')).toEqual({ names: ['username', 'new-password'], account: address })
})
