import type { Settings } from '../../ground/settings/settings.js'
import type { IdentifierKind } from '../factors/identifier.js'
import { identifierKinds, identifiers } from './identifiers.js'
import type { SignUpsTable } from './tables.js'

export type Field = IdentifierKind | 'password' | 'username' | 'first_name' | 'last_name' | 'legal_accepted'

export interface Requirements {
  required: Field[]
  optional: Field[]
  missing: Field[]
  unverified: IdentifierKind[]
}

/** Which fields the instance asks for, and which of them a sign-up still lacks. */
export function requirementsOf(settings: Settings, signUp: SignUpsTable): Requirements {
  const asked = askedOf(settings, signUp)
  const fields = Object.keys(asked) as Field[]
  const required = fields.filter((field) => asked[field] === 'required')
  const columns = { ...signUp, password: signUp.password_digest, legal_accepted: signUp.legal_accepted_at }
  const has = (field: Field) => columns[field] !== null
  return {
    required,
    optional: fields.filter((field) => asked[field] === 'optional'),
    missing: required.filter((field) => !has(field)),
    unverified: identifierKinds.filter((kind) => has(kind) && !isVerified(signUp, kind)),
  }
}

function askedOf(settings: Settings, signUp: SignUpsTable): Record<Field, 'off' | 'optional' | 'required'> {
  const { username, firstName, lastName } = settings.attributes
  const kinds = Object.fromEntries(identifierKinds.map((kind) => [kind, identifiers[kind].asked(settings)]))
  const asked = {
    ...(kinds as Record<IdentifierKind, 'off' | 'optional' | 'required'>), // one for each kind
    password: passwordAsked(settings, signUp),
    username,
    first_name: firstName,
    last_name: lastName,
    legal_accepted: settings.legal.consentRequired ? ('required' as const) : ('off' as const),
  }
  return withAnIdentifier(asked, signUp)
}

/** Who comes from a provider, or with a wallet, has a way in without a password. */
function passwordAsked({ signIn, signUp: rules }: Settings, signUp: SignUpsTable): 'off' | 'optional' | 'required' {
  if (!signIn.password) return 'off'
  return signUp.external_account !== null || signUp.web3_wallet !== null ? 'optional' : rules.password
}

/** Nobody could be found again who had none: where all are optional, and none is there, the first is required. */
function withAnIdentifier(asked: Record<Field, 'off' | 'optional' | 'required'>, signUp: SignUpsTable): typeof asked {
  const names = ([...identifierKinds, 'username'] as const).filter((name) => asked[name] !== 'off')
  const first = names[0]
  const isFound = signUp.external_account !== null || names.some((name) => asked[name] === 'required' || signUp[name] !== null)
  return isFound || !first ? asked : { ...asked, [first]: 'required' }
}

export const isComplete = ({ missing, unverified }: Requirements): boolean => missing.length === 0 && unverified.length === 0

const isVerified = (signUp: SignUpsTable, kind: IdentifierKind): boolean =>
  identifiers[kind].verifiedEarlier(signUp[kind], signUp[`${kind}_verification`]) !== null
