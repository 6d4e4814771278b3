import { describe, expect, test } from 'vitest'
import type { SignIn, SignInFactor } from '../client/resources.js'
import { signInScreen } from './screen.js'

const now = 1_000
const password: SignInFactor = { strategy: 'password' }
const emailCode: SignInFactor = { strategy: 'email_code', email_address_id: 'idn_1', safe_identifier: 'ada@example.com' }

function signIn(changes: Partial<SignIn>): SignIn {
  return {
    id: 'sia_1',
    status: 'needs_first_factor',
    identifier: 'ada@example.com',
    supported_first_factors: [password, emailCode],
    first_factor_verification: null,
    created_session_id: null,
    abandon_at: now + 1,
    ...changes,
  }
}

describe("the server's sign-in names the screen", () => {
  test.each<[string, SignIn | null, string]>([
    ['no attempt', null, 'identifier'],
    ['an attempt without an identifier', signIn({ status: 'needs_identifier' }), 'identifier'],
    ['an attempt past its time', signIn({ abandon_at: now }), 'identifier'],
    ['a finished attempt', signIn({ status: 'complete' }), 'identifier'],
    ['an account with a password', signIn({}), 'password'],
    ['an account without a password', signIn({ supported_first_factors: [emailCode] }), 'email-code'],
    ['a code sent', signIn({ first_factor_verification: { status: 'unverified', strategy: 'email_code' } }), 'email-code'],
    [
      'a reset code sent',
      signIn({ first_factor_verification: { status: 'unverified', strategy: 'reset_password_email_code' } }),
      'reset-code',
    ],
    ['an expired code', signIn({ first_factor_verification: { status: 'expired', strategy: 'email_code' } }), 'password'],
    ['a new password needed', signIn({ status: 'needs_new_password' }), 'new-password'],
    ['no factor this page knows', signIn({ supported_first_factors: [{ strategy: 'passkey' }] }), 'unsupported'],
    ['a status this page does not know', signIn({ status: 'needs_second_factor' }), 'unsupported'],
  ])('%s', (_, state, screen) => {
    expect(signInScreen(state, '#continue', now)).toBe(screen)
  })

  test.each([
    ['#methods', 'methods'],
    ['#password', 'password'],
    ['#email-code', 'email-code'],
    ['#reset-password', 'reset-code'],
    ['#made-up', 'password'],
  ])('the visitor may choose %s while a first factor is needed', (fragment, screen) => {
    expect(signInScreen(signIn({}), fragment, now)).toBe(screen)
  })

  test('a choice cannot skip what the server asks for', () => {
    expect(signInScreen(signIn({ status: 'needs_new_password' }), '#password', now)).toBe('new-password')
    expect(signInScreen(null, '#reset-password', now)).toBe('identifier')
  })
})
