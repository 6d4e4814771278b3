import type { Environment, SignUp } from '@frontdesk/contract'
import { extras } from './extras.js'
import { verificationOf } from './verifications.js'

export type SignUpState = Pick<SignUp, 'status' | 'missing_fields' | 'unverified_fields'> & Partial<Pick<SignUp, 'verifications'>>
export type SignUpScreen = 'start' | 'missing' | 'verify' | 'unsupported'

type AskedFor = Pick<Environment['user_settings']['attributes'][string], 'enabled' | 'required'>

/** The screen to show for the server's state. Whether it has expired the server says: this clock may be wrong. */
export function signUpScreen(signUp: SignUpState | null): SignUpScreen {
  if (signUp?.status !== 'missing_requirements') return 'start'
  if (signUp.missing_fields.length > 0) return signUp.missing_fields.every(isKnown) ? 'missing' : 'unsupported'
  return verificationOf(signUp) ? 'verify' : 'unsupported'
}

const fieldOrder = ['email_address', 'phone_number', 'first_name', 'last_name', 'username', 'password'] as const
export type SignUpField = (typeof fieldOrder)[number]

export interface AskedField {
  name: SignUpField
  required: boolean
}

/** The fields of a new account, in the order in which they are shown, and whether each is required. */
export function signUpFields(attributes: Record<string, AskedFor>): AskedField[] {
  return fieldOrder
    .filter((name) => attributes[name]?.enabled)
    .map((name) => ({ name, required: attributes[name]?.required === true }))
}

/** The fields that the sign-up still lacks. */
export function missingFields(signUp: SignUpState): AskedField[] {
  return fieldOrder.filter((name) => signUp.missing_fields.includes(name)).map((name) => ({ name, required: true }))
}

function isKnown(missing: string): boolean {
  return (fieldOrder as readonly string[]).includes(missing) || extras.some(({ name }) => name === missing) // widened only to ask
}
