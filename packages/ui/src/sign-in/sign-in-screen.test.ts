import type { SignIn, Verification } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import { codeFactor, type SignInState, signInScreen } from './sign-in-screen.js'

const now = 1_000
const emailCode = {
  strategy: 'email_code',
  email_address_id: 'idn_1',
  safe_identifier: 'ada@example.com',
  primary: true,
} as const

function signIn(changes: Partial<SignInState>): SignInState {
  return {
    status: 'needs_first_factor',
    identifier: 'ada@example.com',
    supported_first_factors: [{ strategy: 'password' }, emailCode],
    first_factor_verification: null,
    ...changes,
  }
}

function verification(strategy: string, status: Verification['status']): Partial<SignInState> {
  return { first_factor_verification: { object: 'verification_otp', strategy, status, attempts: 0, expire_at: now + 1 } }
}

describe("the server's sign-in names the screen", () => {
  test.each<[string, SignInState | null, string]>([
    ['no sign-in yet', null, 'identifier'],
    ['a sign-in without an identifier', signIn({ status: 'needs_identifier' }), 'identifier'],
    ['a completed sign-in', signIn({ status: 'complete' }), 'identifier'],
    ['an account with a password', signIn({}), 'password'],
    ['an account without a password', signIn({ supported_first_factors: [emailCode] }), 'email-code'],
    ['a code sent', signIn(verification('email_code', 'unverified')), 'email-code'],
    ['a reset code sent', signIn(verification('reset_password_email_code', 'unverified')), 'reset-code'],
    ['an expired code', signIn(verification('email_code', 'expired')), 'password'],
    ['a new password needed', signIn({ status: 'needs_new_password' }), 'new-password'],
    ['no factor on offer', signIn({ supported_first_factors: [] }), 'unsupported'],
    // not in the contract, as a newer server's may be
    ['a status this page does not know', signIn({ status: 'needs_more' as SignIn['status'] }), 'unsupported'],
  ])('%s: the sign-in page shows its screen', (_, state, screen) => {
    expect(signInScreen(state, '#continue')).toBe(screen)
  })

  test.each([
    ['#methods', 'methods'],
    ['#password', 'password'],
    ['#email-code', 'email-code'],
    ['#reset-password', 'reset-code'],
    ['#made-up', 'password'],
    ['#add-account', 'identifier'],
    ['', 'identifier'],
  ])('the fragment %j chooses the screen %s while a first factor is needed', (fragment, screen) => {
    expect(signInScreen(signIn({}), fragment)).toBe(screen)
  })

  test.each([
    ['the typed address', 'Ada@example.com', ['o***@e***.com', 'ada@example.com'], 'ada@example.com'],
    ['the primary address for a username', 'ada', ['a***@e***.com', 'o***@e***.com'], 'o***@e***.com'],
  ])('a code goes to %s', (_, identifier, shown, chosen) => {
    const offers = shown.map((safe_identifier) => ({ ...emailCode, safe_identifier, primary: safe_identifier.startsWith('o') }))
    const offer = codeFactor(signIn({ identifier, supported_first_factors: offers }), 'email_code')
    expect(offer?.safe_identifier).toBe(chosen)
  })

  test('a fragment cannot skip what the server asks for', () => {
    expect(signInScreen(signIn({ status: 'needs_new_password' }), '#password')).toBe('new-password')
    expect(signInScreen(null, '#reset-password')).toBe('identifier')
  })
})
