/** The framework-neutral SDK: API client, request authentication, token verification. */
import { type ClerkClient as ApiClient, createApiClient } from './api/clerk-client.js'
import { findEmbedded } from './embedded.js'
import { apiSettings, instanceFor } from './request/instance.js'
import { type AuthenticateRequestOptions, optionsFromEnvironment } from './request/options.js'
import { type AuthRequest, authenticate, type RequestState } from './request/request-state.js'
import { keyFromPem, publishedKeys } from './tokens/keys.js'
import type { JwtPayload } from './tokens/parse-jwt.js'
import { createSessionTokenVerifier, type SessionTokenVerifier } from './tokens/session-token.js'

export type { Page, UserListParams } from './api/clerk-client.js'
export type { Client, Deleted, EmailAddress, Session, TestingToken, Token, User } from './api/resources.js'
export type { AuthObject, SignedInAuth, SignedOutAuth } from './auth/auth-object.js'
export type { HasParams } from './auth/has.js'
export { type Embedded, findEmbedded } from './embedded.js'
export { instanceFor } from './request/instance.js'
export type { AuthenticateRequestOptions } from './request/options.js'
export { type AuthOptions, type AuthRequest, authenticate, type RequestState } from './request/request-state.js'
export type { JwtPayload } from './tokens/parse-jwt.js'

export interface ClerkClient extends ApiClient {
  /** Who sends a request; see `RequestState`. */
  authenticateRequest(request: Request, options?: AuthenticateRequestOptions): Promise<RequestState>
}

/**
 * A client of the Backend API. Without options it finds the server embedded in this process, else the CLERK_… variables.
 *
 * @example
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, apiUrl: 'https://auth.example.com/__clerk/api' })
 * const { data, totalCount } = await clerk.users.getUserList({ limit: 50 })
 */
export function createClerkClient(options: AuthenticateRequestOptions = {}): ClerkClient {
  const settings = async () => {
    const embedded = options.secretKey ? undefined : findEmbedded()
    return apiSettings({ ...optionsFromEnvironment(), ...(await embedded?.ready()), ...options }, embedded)
  }
  return {
    ...createApiClient(settings),
    authenticateRequest: async (request, overrides) => {
      const merged = overrides ? { ...options, ...overrides } : options
      return authenticate(await instanceFor(merged, findEmbedded()), fromWebRequest(request))
    },
  }
}

function fromWebRequest(request: Request): AuthRequest {
  return {
    method: request.method,
    url: () => new URL(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
  }
}

export type VerifyTokenOptions = Omit<AuthenticateRequestOptions, 'proxyUrl' | 'signInUrl' | 'signUpUrl'>

const verifiers = new Map<string, SessionTokenVerifier>()

/**
 * The claims of a session token, verified with `jwtKey`, or with the published keys that `secretKey` and `apiUrl` lead to.
 * @throws TokenVerificationError with the reason
 */
export async function verifyToken(token: string, options: VerifyTokenOptions = {}): Promise<JwtPayload> {
  const merged = { ...optionsFromEnvironment(), ...options }
  const id = merged.jwtKey ?? `${merged.apiUrl} ${merged.secretKey}`
  let verifier = verifiers.get(id)
  if (!verifier) {
    const keys = merged.jwtKey
      ? keyFromPem(merged.jwtKey)
      : publishedKeys(async () => (await createClerkClient(options).jwks.getJwks()).keys)
    verifier = createSessionTokenVerifier(keys)
    verifiers.set(id, verifier)
  }
  return verifier.verify(token, options)
}
