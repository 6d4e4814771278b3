/**
 * The families of tokens that an instance gives out. One set of keys signs several of them, so each is told by marks of its own, and none
 * ever passes for another.
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

/** What a JWT's `cat` says it is. */
export const categories = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA', m2m: 'cl_B7d4PD333AAA' } as const

/** What `typ` says of an OAuth access token (RFC 9068, 2.1). */
export const oauthTypes: readonly unknown[] = ['at+jwt', 'application/at+jwt']

const prefixes: Array<[prefix: string, type: MachineTokenType]> = [
  ['mt_', TokenType.M2MToken],
  ['oat_', TokenType.OAuthToken],
  ['ak_', TokenType.ApiKey],
]

/** Opaque tokens mean something only to the server, which is asked about them. */
export const isOpaque = (token: string): boolean => prefixes.some(([prefix]) => token.startsWith(prefix))

/** Of which family a machine's token claims to be, before anything is verified; null for a session token and for what is no token. */
export function machineTokenType(token: string, peek: (token: string) => Unverified | null): MachineTokenType | null {
  const opaque = prefixes.find(([prefix]) => token.startsWith(prefix))
  if (opaque) return opaque[1]
  const jwt = peek(token)
  if (!jwt) return null
  if (isMachine(jwt.payload.sub)) return TokenType.M2MToken // before OAuth: a machine's token of OAuth's type is neither
  return oauthTypes.includes(jwt.header.typ) ? TokenType.OAuthToken : null
}

export const isMachine = (subject: unknown): boolean => typeof subject === 'string' && subject.startsWith('mch_')
