import type { SignIn, SupportedFirstFactor } from '@frontdesk/contract'

export type SignInScreen = 'identifier' | 'password' | 'email-code' | 'reset-code' | 'methods' | 'new-password' | 'unsupported'
export type SignInState = Pick<
  SignIn,
  'status' | 'identifier' | 'supported_first_factors' | 'first_factor_verification' | 'abandon_at'
>

type CodeFactor = Extract<SupportedFirstFactor, { email_address_id: string }>
export type CodeStrategy = CodeFactor['strategy']

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
export function signInScreen(signIn: SignInState | null, fragment: string, now: number): SignInScreen {
  if (!signIn || signIn.abandon_at <= now || fragment === '' || fragment === '#add-account') return 'identifier'
  switch (signIn.status) {
    case 'needs_identifier':
    case 'complete':
      return 'identifier'
    case 'needs_first_factor':
      return screenOfChoice[fragment] ?? firstFactorScreen(signIn)
    case 'needs_new_password':
      return 'new-password'
    default:
      return 'unsupported' // a newer server's step
  }
}

function firstFactorScreen(signIn: SignInState): SignInScreen {
  const strategy = signIn.first_factor_verification?.strategy ?? ''
  if (screenOfSentCode[strategy] && isSent(signIn, strategy)) return screenOfSentCode[strategy]
  if (offersPassword(signIn)) return 'password'
  return codeFactor(signIn, 'email_code') ? 'email-code' : 'unsupported'
}

export function offersPassword(signIn: SignInState): boolean {
  return signIn.supported_first_factors?.some((factor) => factor.strategy === 'password') === true
}

/** The offer to send this kind of code: to the address that was typed, or the primary one. */
export function codeFactor(signIn: SignInState, strategy: CodeStrategy): CodeFactor | undefined {
  const offers = signIn.supported_first_factors?.filter((factor): factor is CodeFactor => factor.strategy === strategy) ?? []
  return offers.find((offer) => isTyped(signIn, offer)) ?? offers.find(({ primary }) => primary) ?? offers[0]
}

/** Other addresses than the typed one are masked. */
export function isTyped({ identifier }: SignInState, { safe_identifier }: CodeFactor): boolean {
  return identifier?.trim().toLowerCase() === safe_identifier
}

/** Has the server sent this code already? If not, showing its screen begins with sending it. */
export function isSent(signIn: SignInState, strategy: string): boolean {
  const verification = signIn.first_factor_verification
  return verification?.strategy === strategy && verification.status === 'unverified'
}
