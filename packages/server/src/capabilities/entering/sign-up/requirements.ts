import type { Settings } from '../../ground/settings/settings.js'
import { verifiedEarlier } from '../../identity/email-addresses/email-addresses.js'
import type { SignUpsTable } from './tables.js'

export type Field = 'email_address' | 'password' | 'username' | 'first_name' | 'last_name'

export interface Requirements {
  required: Field[]
  optional: Field[]
  missing: Field[]
  unverified: Array<'email_address'>
}

/** Which fields the instance asks for, and which of them a sign-up still lacks. */
export function requirementsOf(settings: Settings, signUp: SignUpsTable): Requirements {
  const { username, firstName, lastName } = settings.attributes
  const asked = { email_address: 'required', password: 'required', username, first_name: firstName, last_name: lastName } as const
  const fields = Object.keys(asked) as Field[]

  const required = fields.filter((field) => asked[field] === 'required')
  const has = (field: Field) => (field === 'password' ? signUp.password_digest : signUp[field]) !== null
  return {
    required,
    optional: fields.filter((field) => asked[field] === 'optional'),
    missing: required.filter((field) => !has(field)),
    unverified: has('email_address') && !isVerified(signUp) ? ['email_address'] : [],
  }
}

export const isComplete = ({ missing, unverified }: Requirements): boolean => missing.length === 0 && unverified.length === 0

const isVerified = (signUp: SignUpsTable) => verifiedEarlier(signUp.email_address, signUp.email_address_verification) !== null
