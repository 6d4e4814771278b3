/** The auth object for whom the app accepts: `getAuth(req)` answers for sessions alone, whoever else may have sent the request. */
import { type MachineTokenType, type SessionTokenType, TokenType } from '../tokens/token-type.js'
import { type SessionAuthObject, signedOutAuth } from './auth-object.js'
import { type InvalidTokenAuthObject, invalidTokenAuth, type MachineAuthObject, unauthenticatedMachine } from './machine-auth.js'

export type AuthObject = SessionAuthObject | MachineAuthObject | InvalidTokenAuthObject

/** One family of tokens, several, or any. */
export type AcceptsToken = TokenType | readonly TokenType[] | 'any'

/** The auth object that a family of tokens leads to. */
export type AuthObjectFor<Type extends TokenType> =
  | (SessionTokenType extends Type ? SessionAuthObject : never)
  | MachineAuthObject<Exclude<Type, SessionTokenType>>

export function accepts(acceptsToken: AcceptsToken, type: TokenType | null): boolean {
  if (type === null) return false
  return acceptsToken === 'any' || (typeof acceptsToken === 'string' ? acceptsToken === type : acceptsToken.includes(type))
}

const machineTypes: readonly unknown[] = [TokenType.ApiKey, TokenType.M2MToken, TokenType.OAuthToken]
export const isMachineType = (type: unknown): type is MachineTokenType => machineTypes.includes(type)

/** A machine's auth object counts as signed out where a session is asked for. */
export const sessionAuth = (auth: AuthObject): SessionAuthObject =>
  auth.tokenType === TokenType.SessionToken ? auth : signedOutAuth('token-type-mismatch')

/** The auth object itself if its family is accepted, else the signed-out one of the family that was asked for. */
export function acceptedAuth(auth: AuthObject, acceptsToken: AcceptsToken = TokenType.SessionToken): AuthObject {
  if (accepts(acceptsToken, auth.tokenType)) return auth
  if (typeof acceptsToken !== 'string') return invalidTokenAuth
  return isMachineType(acceptsToken)
    ? unauthenticatedMachine(acceptsToken, 'token-type-mismatch')
    : signedOutAuth('token-type-mismatch') // also for a misspelt family
}
