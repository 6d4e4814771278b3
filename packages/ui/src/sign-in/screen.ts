import type { SignIn, SignInFactor } from '../client/resources.js'

export type SignInScreen = 'identifier' | 'password' | 'email-code' | 'reset-code' | 'methods' | 'new-password' | 'unsupported'

/** While a first factor is needed, the fragment may name the visitor's own choice of screen. */
const screenOfChoice: Record<string, SignInScreen> = {
  '#methods': 'methods',
  '#password': 'password',
  '#email-code': 'email-code',
  '#reset-password': 'reset-code',
}

/** Without a choice, the code that was sent last names the screen. */
const screenOfSentCode: Record<string, SignInScreen> = {
  email_code: 'email-code',
  reset_password_email_code: 'reset-code',
}

/** The screen that the server's state asks for, at the given fragment of the page's address. */
export function signInScreen(signIn: SignIn | null, fragment: string, now: number): SignInScreen {
  if (!signIn || signIn.abandon_at <= now) return 'identifier'
  switch (signIn.status) {
    case 'needs_identifier':
    case 'abandoned':
    case 'complete':
      return 'identifier'
    case 'needs_first_factor':
      return screenOfChoice[fragment] ?? firstFactorScreen(signIn)
    case 'needs_new_password':
      return 'new-password'
    default:
      return 'unsupported'
  }
}

function firstFactorScreen(signIn: SignIn): SignInScreen {
  const strategy = signIn.first_factor_verification?.strategy ?? ''
  if (screenOfSentCode[strategy] && isSent(signIn, strategy)) return screenOfSentCode[strategy]
  if (factor(signIn, 'password')) return 'password'
  return factor(signIn, 'email_code') ? 'email-code' : 'unsupported'
}

export function factor(signIn: SignIn, strategy: string): SignInFactor | undefined {
  return signIn.supported_first_factors?.find((offered) => offered.strategy === strategy)
}

/** Has the server sent this code already? If not, showing its screen begins with sending it. */
export function isSent(signIn: SignIn, strategy: string): boolean {
  const verification = signIn.first_factor_verification
  return verification?.strategy === strategy && verification.status === 'unverified'
}
