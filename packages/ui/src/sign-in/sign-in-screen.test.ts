import type { SignIn, Verification } from '@frontdesk/contract'
import { describe, expect, test } from 'vitest'
import { factorOf } from '../ways/factor.js'
import { type SignInState, signInScreen, wayStepOf } from './sign-in-screen.js'

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
    supported_second_factors: null,
    second_factor_verification: null,
    ...changes,
  }
}

const reset = { ...emailCode, strategy: 'reset_password_email_code' } as const
const mailedSecond = emailCode as unknown as NonNullable<SignInState['supported_second_factors']>[number] // as servers may offer it
const everyFactor = [{ strategy: 'password' } as const, emailCode, reset]

function verification(strategy: string, status: Verification['status']): Partial<SignInState> {
  return {
    supported_first_factors: everyFactor,
    first_factor_verification: { object: 'verification_otp', strategy, status, attempts: 0, expire_at: now + 1 },
  }
}

/** The screen's name: of a way its strategy. */
function shown(state: SignInState | null, fragment: string): string {
  const screen = signInScreen(state, fragment)
  return typeof screen === 'object' ? screen.factor.strategy : screen
}

describe("the server's sign-in names the screen", () => {
  test.each<[string, SignInState | null, string]>([
    ['no sign-in yet', null, 'identifier'],
    ['a sign-in without an identifier', signIn({ status: 'needs_identifier' }), 'identifier'],
    ['a completed sign-in', signIn({ status: 'complete' }), 'identifier'],
    ['an account with a password', signIn({}), 'password'],
    ['an account without a password', signIn({ supported_first_factors: [emailCode] }), 'email_code'],
    ['a code sent', signIn(verification('email_code', 'unverified')), 'email_code'],
    ['a reset code sent', signIn(verification(reset.strategy, 'unverified')), reset.strategy],
    ['an expired code', signIn(verification('email_code', 'expired')), 'password'],
    ['a new password needed', signIn({ status: 'needs_new_password' }), 'new-password'],
    ['nothing but a reset on offer', signIn({ supported_first_factors: [reset] }), 'methods'],
    ['a second factor that this page does not know', signIn({ status: 'needs_second_factor' }), 'unsupported'],
    ['a second factor', signIn({ status: 'needs_second_factor', supported_second_factors: [mailedSecond] }), 'email_code'],
    ['no factor on offer', signIn({ supported_first_factors: [] }), 'unsupported'],
    // not in the contract, as a newer server's may be
    ['a status this page does not know', signIn({ status: 'needs_more' as SignIn['status'] }), 'unsupported'],
  ])('%s: the sign-in page shows its screen', (_, state, screen) => {
    expect(shown(state, '#continue')).toBe(screen)
  })

  test.each([
    ['#methods', 'methods'],
    ['#password', 'password'],
    ['#email-code', 'email_code'],
    ['#reset-password', reset.strategy],
    ['#made-up', 'password'],
    ['#add-account', 'identifier'],
    ['', 'identifier'],
  ])('the fragment %j chooses the screen %s while a first factor is needed', (fragment, screen) => {
    expect(shown(signIn({ supported_first_factors: everyFactor }), fragment)).toBe(screen)
  })

  test.each([
    ['the typed address', 'Ada@example.com', ['o***@e***.com', 'ada@example.com'], 'ada@example.com'],
    ['the primary address for a username', 'ada', ['a***@e***.com', 'o***@e***.com'], 'o***@e***.com'],
  ])('a code goes to %s', (_, identifier, shown, chosen) => {
    const offers = shown.map((safe_identifier) => ({ ...emailCode, safe_identifier, primary: safe_identifier.startsWith('o') }))
    const step = wayStepOf(signIn({ identifier, supported_first_factors: offers }))
    expect(step && factorOf(step, 'email_code')?.safe_identifier).toBe(chosen)
  })

  test('a fragment cannot skip what the server asks for', () => {
    expect(shown(signIn({ status: 'needs_new_password' }), '#password')).toBe('new-password')
    expect(shown(signIn({ status: 'needs_second_factor', supported_second_factors: [mailedSecond] }), '#password')).toBe(
      'email_code',
    )
    expect(shown(null, '#reset-password')).toBe('identifier')
  })

  test('a fragment cannot choose what the server does not offer', () => {
    expect(shown(signIn({ supported_first_factors: [emailCode] }), '#password')).toBe('email_code')
  })
})
