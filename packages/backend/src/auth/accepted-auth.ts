/** Restricts the auth object to the types of tokens that the caller accepts: `getAuth(req)` only returns sessions by default. */
import { type MachineTokenType, type SessionTokenType, TokenType } from '../tokens/token-type.js'
import { type SessionAuthObject, signedOutAuth } from './auth-object.js'
import { type InvalidTokenAuthObject, invalidTokenAuth, type MachineAuthObject, unauthenticatedMachine } from './machine-auth.js'

export type AuthObject = SessionAuthObject | MachineAuthObject | InvalidTokenAuthObject

/** One type of token, several, or any. */
export type AcceptsToken = TokenType | readonly TokenType[] | 'any'

/** The auth object of each type of token. */
export type AuthObjectFor<Type extends TokenType> =
  | (SessionTokenType extends Type ? SessionAuthObject : never)
  | MachineAuthObject<Exclude<Type, SessionTokenType>>

export function accepts(acceptsToken: AcceptsToken, type: TokenType | null): boolean {
  if (type === null) return false
  return acceptsToken === 'any' || (typeof acceptsToken === 'string' ? acceptsToken === type : acceptsToken.includes(type))
}

const machineTypes: readonly unknown[] = [TokenType.ApiKey, TokenType.M2MToken, TokenType.OAuthToken]
export const isMachineType = (type: unknown): type is MachineTokenType => machineTypes.includes(type)

/** A machine's auth object counts as signed out if a session is required. */
export const sessionAuth = (auth: AuthObject): SessionAuthObject =>
  auth.tokenType === TokenType.SessionToken ? auth : signedOutAuth('token-type-mismatch')

/** Returns the auth object if its type is accepted, else the signed-out one of the accepted type. */
export function acceptedAuth(auth: AuthObject, acceptsToken: AcceptsToken = TokenType.SessionToken): AuthObject {
  if (accepts(acceptsToken, auth.tokenType)) return auth
  if (typeof acceptsToken !== 'string') return invalidTokenAuth
  return isMachineType(acceptsToken)
    ? unauthenticatedMachine(acceptsToken, 'token-type-mismatch')
    : signedOutAuth('token-type-mismatch') // also for a misspelt type
}
