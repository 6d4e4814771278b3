/**
 * The types of tokens that an instance issues. The same keys sign several of them, so each type has its own marks, and none is accepted as
 * another (RFC 8725, section 3.12).
 */
import type { Unverified } from './parse-jwt.js'

export const TokenType = {
  SessionToken: 'session_token',
  ApiKey: 'api_key',
  M2MToken: 'm2m_token',
  OAuthToken: 'oauth_token',
} as const
export type TokenType = (typeof TokenType)[keyof typeof TokenType]
export type SessionTokenType = typeof TokenType.SessionToken
export type MachineTokenType = Exclude<TokenType, SessionTokenType>

/** The values of a JWT's `cat` header, by type. */
export const categories = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA', m2m: 'cl_B7d4PD333AAA' } as const

/** The values of `typ` for OAuth access tokens (RFC 9068, section 2.1). */
export const oauthTypes: readonly unknown[] = ['at+jwt', 'application/at+jwt']

const prefixes: Array<[prefix: string, type: MachineTokenType]> = [
  ['mt_', TokenType.M2MToken],
  ['oat_', TokenType.OAuthToken],
  ['ak_', TokenType.ApiKey],
]

/** Whether it is an opaque token, which only the server can verify. */
export const isOpaque = (token: string): boolean => prefixes.some(([prefix]) => token.startsWith(prefix))

/** The type that a machine's token claims to be, unverified. Returns null for session tokens and for text that is not a token. */
export function machineTokenType(token: string, peek: (token: string) => Unverified | null): MachineTokenType | null {
  const opaque = prefixes.find(([prefix]) => token.startsWith(prefix))
  if (opaque) return opaque[1]
  const jwt = peek(token)
  if (!jwt) return null
  if (isMachine(jwt.payload.sub)) return TokenType.M2MToken // before OAuth: a machine's token with OAuth's `typ` is refused as either
  return oauthTypes.includes(jwt.header.typ) ? TokenType.OAuthToken : null
}

export const isMachine = (subject: unknown): boolean => typeof subject === 'string' && subject.startsWith('mch_')
