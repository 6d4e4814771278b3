/** The result of `getAuth()` for machines: which API key, machine or OAuth client it is, and its scopes. */
import type { VerifiedMachineToken } from '../tokens/machine-token.js'
import { type MachineTokenType, TokenType } from '../tokens/token-type.js'
import type { HasParams } from './has.js'

type Claims = Record<string, unknown>

interface Machine<Type, IsAuthenticated extends boolean> {
  tokenType: Type
  isAuthenticated: IsAuthenticated
  id: IsAuthenticated extends true ? string : null
  /** The user, organization or machine that the token was given to. */
  subject: IsAuthenticated extends true ? string : null
  scopes: IsAuthenticated extends true ? string[] : null
  /** Always false, because only sessions have roles, permissions and plans. Use `scopes`. */
  has(params: HasParams): boolean
  /** The token itself. */
  getToken(): Promise<IsAuthenticated extends true ? string : null>
  /** Details for a log, without the token. */
  debug(): Record<string, unknown>
}

interface AuthenticatedMembers {
  api_key: { name: string; claims: Claims | null } & ({ userId: string; orgId: null } | { userId: null; orgId: string })
  m2m_token: { machineId: string; claims: Claims | null }
  oauth_token: { userId: string; clientId: string }
}

interface UnauthenticatedMembers {
  api_key: { name: null; claims: null; userId: null; orgId: null }
  m2m_token: { machineId: null; claims: null }
  oauth_token: { userId: null; clientId: null }
}

// Both distribute over a union of types, so that `tokenType` and `isAuthenticated` narrow it.
export type AuthenticatedMachineObject<Type extends MachineTokenType = MachineTokenType> = Type extends MachineTokenType
  ? Machine<Type, true> & AuthenticatedMembers[Type]
  : never
export type UnauthenticatedMachineObject<Type extends MachineTokenType = MachineTokenType> = Type extends MachineTokenType
  ? Machine<Type, false> & UnauthenticatedMembers[Type]
  : never
export type MachineAuthObject<Type extends MachineTokenType = MachineTokenType> =
  | AuthenticatedMachineObject<Type>
  | UnauthenticatedMachineObject<Type>

/** For a token whose type is not in the list of accepted ones. */
export interface InvalidTokenAuthObject {
  tokenType: null
  isAuthenticated: false
  has(params: HasParams): false
  getToken(): Promise<null>
  debug(): Record<string, unknown>
}

export function authenticatedMachine(verified: VerifiedMachineToken, token: string): AuthenticatedMachineObject {
  const { tokenType, id, subject, scopes } = verified
  const shared = {
    isAuthenticated: true as const,
    id,
    subject,
    scopes,
    has: () => false,
    getToken: async () => token,
    debug: () => ({ status: 'signed-in', tokenType, id, subject, scopes }),
  }
  if (tokenType === TokenType.M2MToken) return { ...shared, tokenType, machineId: subject, claims: verified.claims }
  if (tokenType === TokenType.OAuthToken) return { ...shared, tokenType, userId: subject, clientId: verified.clientId }
  const owner = {
    userId: subject.startsWith('user_') ? subject : null,
    orgId: subject.startsWith('org_') ? subject : null,
  } as { userId: string; orgId: null } | { userId: null; orgId: string } // a key belongs to one of the two
  return { ...shared, tokenType, ...owner, name: verified.name, claims: verified.claims }
}

export function unauthenticatedMachine(tokenType: MachineTokenType, reason: string): UnauthenticatedMachineObject {
  const shared = {
    isAuthenticated: false as const,
    id: null,
    subject: null,
    scopes: null,
    has: () => false,
    getToken: async () => null,
    debug: () => ({ status: 'signed-out', tokenType, reason }),
  }
  if (tokenType === TokenType.M2MToken) return { ...shared, tokenType, machineId: null, claims: null }
  if (tokenType === TokenType.OAuthToken) return { ...shared, tokenType, userId: null, clientId: null }
  return { ...shared, tokenType, name: null, claims: null, userId: null, orgId: null }
}

export const invalidTokenAuth: InvalidTokenAuthObject = {
  tokenType: null,
  isAuthenticated: false,
  has: () => false,
  getToken: async () => null,
  debug: () => ({ status: 'signed-out', reason: 'token-type-mismatch' }),
}
