import { describe, expect, test } from 'vitest'
import { missingFields, type SignUpState, signUpFields, signUpScreen } from './sign-up-screen.js'

function signUp(changes: Partial<SignUpState>): SignUpState {
  return {
    status: 'missing_requirements',
    missing_fields: [],
    unverified_fields: ['email_address'],
    ...changes,
  }
}

describe("the server's sign-up names the screen", () => {
  test.each<[string, SignUpState | null, string]>([
    ['no sign-up yet', null, 'start'],
    ['an abandoned sign-up', signUp({ status: 'abandoned' }), 'start'],
    ['a completed sign-up', signUp({ status: 'complete' }), 'start'],
    ['a missing field', signUp({ missing_fields: ['username'] }), 'missing'],
    ['an unverified address', signUp({}), 'verify'],
    ['a missing field this page does not know', signUp({ missing_fields: ['made_up'] }), 'unsupported'],
    ['an unverified field this page does not know', signUp({ unverified_fields: ['web3_wallet'] }), 'unsupported'],
    ['an unverified number', signUp({ unverified_fields: ['phone_number'] }), 'verify'],
  ])('%s: the sign-up page shows its screen', (_, state, screen) => {
    expect(signUpScreen(state)).toBe(screen)
  })

  test('missing fields of a sign-up are asked for in the order of the form', () => {
    const fields = missingFields(signUp({ missing_fields: ['password', 'first_name'] }))
    expect(fields.map((field) => field.name)).toEqual(['first_name', 'password'])
  })
})

test("a new account is asked for the instance's enabled attributes, and only the required ones must be filled", () => {
  const fields = signUpFields({
    email_address: { enabled: true, required: true },
    password: { enabled: true, required: true },
    username: { enabled: false, required: false },
    first_name: { enabled: true, required: false },
    phone_number: { enabled: true, required: false },
  })
  expect(fields).toEqual([
    { name: 'email_address', required: true },
    { name: 'phone_number', required: false },
    { name: 'first_name', required: false },
    { name: 'password', required: true },
  ])
})
