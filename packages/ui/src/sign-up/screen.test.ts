import { describe, expect, test } from 'vitest'
import type { Attribute, Environment, SignUp } from '../client/resources.js'
import { missingFields, signUpFields, signUpScreen } from './screen.js'

const now = 1_000

function signUp(changes: Partial<SignUp>): SignUp {
  return {
    id: 'sua_1',
    status: 'missing_requirements',
    required_fields: ['email_address', 'password'],
    optional_fields: [],
    missing_fields: [],
    unverified_fields: ['email_address'],
    verifications: { email_address: null },
    username: null,
    email_address: 'ada@example.com',
    first_name: null,
    last_name: null,
    abandon_at: now + 1,
    ...changes,
  }
}

function attribute(enabled: boolean, required: boolean): Attribute {
  return { enabled, required, used_for_first_factor: false }
}

function environment(attributes: Record<string, Attribute>): Environment {
  return {
    auth_config: { single_session_mode: false },
    user_settings: { attributes, sign_up: { mode: 'public' }, password_settings: { min_length: 8 } },
  }
}

describe("the server's sign-up names the screen", () => {
  test.each<[string, SignUp | null, string]>([
    ['no attempt', null, 'start'],
    ['an attempt past its time', signUp({ abandon_at: now }), 'start'],
    ['an abandoned attempt', signUp({ status: 'abandoned' }), 'start'],
    ['a finished attempt', signUp({ status: 'complete' }), 'start'],
    ['a missing field', signUp({ missing_fields: ['username'] }), 'missing'],
    ['an unverified address', signUp({}), 'verify-email'],
    ['a missing field this page does not know', signUp({ missing_fields: ['phone_number'] }), 'unsupported'],
    ['an unverified field this page does not know', signUp({ unverified_fields: ['phone_number'] }), 'unsupported'],
  ])('%s', (_, state, screen) => {
    expect(signUpScreen(state, now)).toBe(screen)
  })

  test('missing fields are asked for in the order of the form', () => {
    const fields = missingFields(signUp({ missing_fields: ['password', 'first_name'] }))
    expect(fields.map((field) => field.name)).toEqual(['first_name', 'password'])
  })
})

test("a new account is asked for the instance's enabled attributes, and only the required ones must be filled", () => {
  const fields = signUpFields(
    environment({
      email_address: attribute(true, true),
      password: attribute(true, true),
      username: attribute(false, false),
      first_name: attribute(true, false),
      phone_number: attribute(true, false),
    }),
  )
  expect(fields).toEqual([
    { name: 'first_name', required: false },
    { name: 'email_address', required: true },
    { name: 'password', required: true },
  ])
})
