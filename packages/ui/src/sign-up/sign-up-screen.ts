import type { Environment, SignUp } from '@frontdesk/contract'

export type SignUpState = Pick<SignUp, 'status' | 'missing_fields' | 'unverified_fields'>
export type SignUpScreen = 'start' | 'missing' | 'verify-email' | 'unsupported'

type AskedFor = Pick<Environment['user_settings']['attributes'][string], 'enabled' | 'required'>

/** The screen to show for the server's state. Whether it has expired the server says: this clock may be wrong. */
export function signUpScreen(signUp: SignUpState | null): SignUpScreen {
  if (signUp?.status !== 'missing_requirements') return 'start'
  if (signUp.missing_fields.length > 0) return signUp.missing_fields.every(isKnown) ? 'missing' : 'unsupported'
  return signUp.unverified_fields.includes('email_address') ? 'verify-email' : 'unsupported'
}

const fieldOrder = ['email_address', 'first_name', 'last_name', 'username', 'password'] as const
export type SignUpField = (typeof fieldOrder)[number]

/** The fields of a new account, in the order in which they are shown, and whether each is required. */
export function signUpFields(attributes: Record<string, AskedFor>): { name: SignUpField; required: boolean }[] {
  return fieldOrder
    .filter((name) => attributes[name]?.enabled)
    .map((name) => ({ name, required: attributes[name]?.required === true }))
}

/** The fields that the sign-up still lacks. */
export function missingFields(signUp: SignUpState): { name: SignUpField; required: true }[] {
  return fieldOrder.filter((name) => signUp.missing_fields.includes(name)).map((name) => ({ name, required: true }))
}

function isKnown(name: string): boolean {
  return (fieldOrder as readonly string[]).includes(name) // widened only to ask
}
