import type { SignIn, SupportedFirstFactor } from '@frontdesk/contract'

export type SignInScreen = 'identifier' | 'password' | 'email-code' | 'reset-code' | 'methods' | 'new-password' | 'unsupported'
export type SignInState = Pick<SignIn, 'status' | 'identifier' | 'supported_first_factors' | 'first_factor_verification'>

type CodeFactor = Extract<SupportedFirstFactor, { email_address_id: string }>
export type CodeStrategy = CodeFactor['strategy']

/** The screen that the visitor chose by the URL's fragment, while a first factor is needed. */
const screenOfChoice: Record<string, SignInScreen> = {
  '#methods': 'methods',
  '#password': 'password',
  '#email-code': 'email-code',
  '#reset-password': 'reset-code',
}

/** Without a choice: the screen for the code that was sent last. */
const screenOfSentCode: Record<string, SignInScreen> = {
  email_code: 'email-code',
  reset_password_email_code: 'reset-code',
}

/** The screen to show for the server's state and the URL's fragment. Whether it has expired the server says: this clock may be wrong. */
export function signInScreen(signIn: SignInState | null, fragment: string): SignInScreen {
  if (!signIn || fragment === '' || fragment === '#add-account') return 'identifier'
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

/** The factor that sends this kind of code: to the address that was typed, else to the primary one. */
export function codeFactor(signIn: SignInState, strategy: CodeStrategy): CodeFactor | undefined {
  const offers = signIn.supported_first_factors?.filter((factor): factor is CodeFactor => factor.strategy === strategy) ?? []
  return offers.find((offer) => isTyped(signIn, offer)) ?? offers.find(({ primary }) => primary) ?? offers[0]
}

/** Whether the factor sends to the address that was typed; the server masks all others. */
export function isTyped({ identifier }: SignInState, { safe_identifier }: CodeFactor): boolean {
  return identifier?.trim().toLowerCase() === safe_identifier
}

/** Whether the server has sent this code already. If not, its screen sends it first. */
export function isSent(signIn: SignInState, strategy: string): boolean {
  const verification = signIn.first_factor_verification
  return verification?.strategy === strategy && verification.status === 'unverified'
}
