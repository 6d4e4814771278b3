/**
 * Verifies machine tokens: API keys, machine-to-machine tokens and OAuth access tokens. The Backend API verifies opaque tokens on every use,
 * so that a revocation takes effect at once; JWTs are verified with the instance's keys. If neither succeeds, the token is refused.
 */
import {
  isClerkAPIResponseError,
  type MachineTokenFault,
  MachineTokenVerificationError,
  type TokenFault,
  TokenVerificationError,
} from '../errors.js'
import { checkOAuthAudience, type MachineRules, verifyM2MJwt, verifyOAuthJwt } from './machine-jwt.js'
import type { JwtPayload } from './parse-jwt.js'
import { isOpaque, type MachineTokenType, TokenType } from './token-type.js'
import type { KeySource } from './verification-keys.js'

interface Verified {
  id: string
  subject: string
  scopes: string[]
}
type Claims = Record<string, unknown>
export type VerifiedMachineToken =
  | (Verified & { tokenType: typeof TokenType.ApiKey; name: string; claims: Claims | null })
  | (Verified & { tokenType: typeof TokenType.M2MToken; claims: Claims | null })
  | (Verified & { tokenType: typeof TokenType.OAuthToken; clientId: string })

/** The part of the Backend API that verifies opaque tokens. */
export interface MachineTokenApi {
  apiKeys: { verify(secret: string): Promise<unknown> }
  m2m: { verify(params: { token: string }): Promise<unknown> }
  idPOAuthAccessToken: { verify(accessToken: string): Promise<unknown> }
}

export interface MachineTokenVerifier {
  /** @throws MachineTokenVerificationError with the reason, and nothing else */
  verify(token: string, type: MachineTokenType, rules: MachineRules): Promise<VerifiedMachineToken>
  /** Verifies a machine's JWT and returns it in the form of the API's opaque tokens. @throws MachineTokenVerificationError */
  describe(jwt: string): Promise<M2MTokenDescription>
}

export interface M2MTokenDescription {
  object: 'machine_to_machine_token'
  id: string
  subject: string
  scopes: string[]
  claims: Claims | null
  revoked: false
  revocationReason: null
  expired: false
  /** In milliseconds since 1970, as the other times. */
  expiration: number
  createdAt: number
  updatedAt: number
}

export function createMachineTokenVerifier(keys: KeySource, api: MachineTokenApi): MachineTokenVerifier {
  return {
    async verify(token, type, rules) {
      try {
        return isOpaque(token) ? await asked(api, token, type, rules) : await signed(keys, token, type, rules)
      } catch (error) {
        throw machineError(error as Error, type) // everything here throws errors
      }
    },

    async describe(jwt) {
      try {
        const claims = await verifyM2MJwt(jwt, keys, {})
        const { tokenType: _, ...described } = fromM2MClaims(claims)
        const issued = (claims.iat ?? 0) * 1000
        const times = { expiration: claims.exp! * 1000, createdAt: issued, updatedAt: issued } // a verified token expires
        return {
          object: 'machine_to_machine_token',
          ...described,
          revoked: false,
          revocationReason: null,
          expired: false,
          ...times,
        }
      } catch (error) {
        throw machineError(error as Error, TokenType.M2MToken) // everything here throws errors
      }
    },
  }
}

async function signed(
  keys: KeySource,
  token: string,
  type: MachineTokenType,
  rules: MachineRules,
): Promise<VerifiedMachineToken> {
  if (type === TokenType.M2MToken) return fromM2MClaims(await verifyM2MJwt(token, keys, rules))
  if (type === TokenType.OAuthToken) return fromOAuthClaims(await verifyOAuthJwt(token, keys, rules))
  throw new MachineTokenVerificationError('token-invalid', 'API keys are opaque.')
}

const registered = new Set(['iss', 'sub', 'exp', 'nbf', 'iat', 'jti'])

function fromM2MClaims(claims: JwtPayload) {
  const own = Object.entries(claims).filter(([name]) => !registered.has(name))
  return {
    tokenType: TokenType.M2MToken,
    ...identityOf({ id: claims.jti ?? '', subject: claims.sub, scopes: scopesOf(claims.scopes ?? claims.aud) }),
    claims: own.length > 0 ? (Object.fromEntries(own) as Claims) : null, // entries of an object
  }
}

function fromOAuthClaims(claims: JwtPayload): VerifiedMachineToken {
  return {
    tokenType: TokenType.OAuthToken,
    ...identityOf({ id: claims.jti ?? '', subject: claims.sub, scopes: scopesOf(claims.scp ?? claims.scope) }),
    clientId: textOr(claims.client_id, ''),
  }
}

/** Scopes as a list, from a list or from text separated by spaces. */
const scopesOf = (value: unknown) => (typeof value === 'string' ? value.split(' ') : (value ?? []))

async function asked(
  api: MachineTokenApi,
  token: string,
  type: MachineTokenType,
  rules: MachineRules,
): Promise<VerifiedMachineToken> {
  if (type === TokenType.M2MToken) {
    const answer = standing(await api.m2m.verify({ token }))
    return { tokenType: type, ...identityOf(answer), claims: claimsOf(answer) }
  }
  if (type === TokenType.OAuthToken) {
    const answer = standing(await api.idPOAuthAccessToken.verify(token))
    checkOAuthAudience(answer.aud, rules.audience)
    return { tokenType: type, ...identityOf(answer), clientId: textOr(answer.clientId, '') }
  }
  const answer = standing(await api.apiKeys.verify(token))
  return { tokenType: type, ...identityOf(answer), name: textOr(answer.name, ''), claims: claimsOf(answer) }
}

/** An answer about a token that still holds: the server may also describe one that is over. */
function standing(answer: unknown): Claims {
  const described = isObject(answer) ? answer : {}
  if (described.revoked || described.expired || described.active === false)
    throw new MachineTokenVerificationError('token-invalid', 'The token was revoked or has expired.')
  return described
}

function identityOf({ id, subject, scopes = [] }: Claims): Verified {
  const isScopes = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')
  if (typeof id !== 'string' || typeof subject !== 'string' || subject === '' || !isScopes)
    throw new MachineTokenVerificationError('unexpected-error', "It can't be read whose token this is.")
  return { id, subject, scopes }
}

const claimsOf = ({ claims }: Claims) => (isObject(claims) ? claims : null)
const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
const isObject = (value: unknown): value is Claims => typeof value === 'object' && value !== null

const names = { api_key: 'API key', m2m_token: 'token of a machine', oauth_token: 'OAuth access token' }

/** The API's refusals and the faults of JWTs under the few codes that Clerk's SDKs have for machines. */
function machineError(error: Error, type: MachineTokenType): MachineTokenVerificationError {
  if (error instanceof MachineTokenVerificationError) return error
  if (error instanceof TokenVerificationError) {
    if (unfetched.includes(error.reason)) return undecided('token-verification-failed', error)
    return new MachineTokenVerificationError('token-verification-failed', error.message)
  }
  if (!isClerkAPIResponseError(error)) return undecided('unexpected-error', error)
  if (error.status === 401) return undecided('secret-key-invalid', error, error.status)
  if (error.status === 404)
    return new MachineTokenVerificationError('token-invalid', `The server knows no such ${names[type]}.`, error.status)
  return undecided('unexpected-error', error, error.status)
}

const unfetched: TokenFault[] = ['jwk-remote-failed-to-load', 'secret-key-invalid']

/** The message is sent to the caller. The cause may name our keys and addresses, so it is only logged. */
function undecided(code: MachineTokenFault, cause: Error, status?: number): MachineTokenVerificationError {
  return new MachineTokenVerificationError(code, 'The token could not be verified.', status, { cause })
}
