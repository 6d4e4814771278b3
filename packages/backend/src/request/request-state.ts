/**
 * Who sends this request: signed in, signed out, or to be asked again by way of a handshake. The decision reads from top to bottom in
 * `authenticate`; every refusal carries its reason, spelled as Clerk's SDKs spell it in `x-clerk-auth-reason`.
 */
import { type AuthObject, signedInAuth, signedOutAuth } from '../auth/auth-object.js'
import { type TokenFault, TokenVerificationError } from '../errors.js'
import type { JwtPayload } from '../tokens/parse-jwt.js'
import { type Cookies, claimsOf, cookiesOf, readSessionCookies, type SessionCookies } from './cookies.js'
import { handshakeHeaders, isDocumentRequest, resolveHandshake } from './handshake.js'
import type { Instance } from './instance.js'
import { refreshSession } from './refresh.js'

/** A request as far as authentication reads it. */
export interface AuthRequest {
  method: string
  /** Absolute. */
  url(): URL
  header(name: string): string | undefined
}

export type ResponseHeader = [name: string, value: string]

export interface RequestState {
  status: 'signed-in' | 'signed-out' | 'handshake'
  reason: string | null
  message: string
  /** For the answer: cookies, and for a handshake where to go. */
  headers: ResponseHeader[]
  /** A session with tasks left counts as signed out, unless told otherwise. */
  auth(options?: AuthOptions): AuthObject
}

export interface AuthOptions {
  treatPendingAsSignedOut?: boolean
}

/** What the steps of one decision share. */
export interface Attempt {
  instance: Instance
  request: AuthRequest
  cookies: Cookies
  session: SessionCookies
}

const isDevelopment = ({ instance }: Attempt) => instance.publishableKey.instanceType === 'development'

export async function authenticate(instance: Instance, request: AuthRequest): Promise<RequestState> {
  const bearer = bearerToken(request.header('authorization'))
  if (bearer) return verified({ instance, request, cookies: () => undefined, session: noCookies }, bearer, [], 'header')

  const cookies = cookiesOf(request.header('cookie'))
  const attempt: Attempt = { instance, request, cookies, session: readSessionCookies(cookies, instance.publishableKey) }
  const { sessionToken, clientUat, devBrowser } = attempt.session

  const resolved = await resolveHandshake(attempt)
  if (resolved?.token) return verified(attempt, resolved.token, resolved.headers, 'handshake')
  if (resolved) return signedOut('session-token-missing', '', resolved.headers)

  if (isDevelopment(attempt) && request.url().searchParams.has('__clerk_db_jwt')) return handshake(attempt, 'dev-browser-sync')
  if (isDevelopment(attempt) && !devBrowser) return handshake(attempt, 'dev-browser-missing')
  if (!clientUat && !sessionToken) return signedOut('session-token-and-uat-missing')
  if (!clientUat) return handshake(attempt, 'session-token-but-no-client-uat')
  if (!sessionToken) return handshake(attempt, 'client-uat-but-no-session-token')
  if ((claimsOf(sessionToken)?.iat ?? Number.POSITIVE_INFINITY) < clientUat)
    return handshake(attempt, 'session-token-iat-before-client-uat')
  return verified(attempt, sessionToken, [], 'cookie')
}

const noCookies: SessionCookies = {
  isSuffixed: false,
  sessionToken: undefined,
  clientUat: 0,
  refreshToken: undefined,
  devBrowser: undefined,
}

function bearerToken(authorization: string | undefined): string | null {
  if (!authorization) return null
  const [scheme, token] = authorization.split(' ')
  if (token === undefined) return scheme! // Clerk's SDKs take a bare token, too
  return scheme === 'Bearer' ? token : null
}

async function verified(
  attempt: Attempt,
  token: string,
  headers: ResponseHeader[],
  carrier: 'header' | 'cookie' | 'handshake',
): Promise<RequestState> {
  const { verifier, options, publishableKey } = attempt.instance
  try {
    const claims = await verifier.verify(token, { ...options, issuer: `https://${publishableKey.host}` })
    return signedIn(attempt, claims, token, headers)
  } catch (error) {
    if (!(error instanceof TokenVerificationError)) return signedOut('unexpected-error', (error as Error).message, headers)
    if (carrier === 'cookie') return refreshed(attempt, error)
    return signedOut(timeFaults[error.reason] ?? error.reason, error.message, headers)
  }
}

/** Faults that only time makes, with the reason that a request gets for each. */
const timeFaults: Partial<Record<TokenFault, string>> = {
  'token-expired': 'session-token-expired',
  'token-not-active-yet': 'session-token-nbf',
  'token-iat-in-the-future': 'session-token-iat-in-the-future',
}

/** A token that only time made invalid is renewed, silently by the refresh cookie or else by a handshake. */
async function refreshed(attempt: Attempt, fault: TokenVerificationError): Promise<RequestState> {
  const timely = timeFaults[fault.reason]
  if (!timely) return signedOut(fault.reason, fault.message)
  const outcome = await refreshSession(attempt, fault)
  if ('token' in outcome) return signedIn(attempt, outcome.claims, outcome.token, outcome.headers)
  return handshake(attempt, fault.reason === 'token-expired' ? `${timely}-refresh-${outcome.failure}` : timely, fault.message)
}

function signedIn(attempt: Attempt, claims: JwtPayload, token: string, headers: ResponseHeader[]): RequestState {
  const tokenSource = async (sessionId: string, options: { template?: string; expiresInSeconds?: number }) =>
    (await attempt.instance.api.sessions.getToken(sessionId, undefined, options.expiresInSeconds)).jwt
  const auth = signedInAuth(claims, token, tokenSource)
  return {
    status: 'signed-in',
    reason: null,
    message: '',
    headers,
    auth: ({ treatPendingAsSignedOut = true } = {}) =>
      auth.sessionStatus === 'pending' && treatPendingAsSignedOut ? signedOutAuth('session-pending') : auth,
  }
}

function signedOut(reason: string, message = '', headers: ResponseHeader[] = []): RequestState {
  const facts: ResponseHeader[] = [
    ['x-clerk-auth-status', 'signed-out'],
    ['x-clerk-auth-reason', reason],
    ...(message ? [['x-clerk-auth-message', headerValue(message)] as ResponseHeader] : []),
  ]
  return { status: 'signed-out', reason, message, headers: [...headers, ...facts], auth: () => signedOutAuth(reason) }
}

/** Only a document can be sent round by way of the Frontend API, and at most three times in a row. */
function handshake(attempt: Attempt, reason: string, message = ''): RequestState {
  const headers = isDocumentRequest(attempt.request) ? handshakeHeaders(attempt, reason) : null
  if (!headers) return signedOut(reason, message)
  const facts: ResponseHeader[] = [
    ['x-clerk-auth-status', 'handshake'],
    ['x-clerk-auth-reason', reason],
  ]
  return { status: 'handshake', reason, message, headers: [...headers, ...facts], auth: () => signedOutAuth(reason) }
}

const headerValue = (text: string) => text.replace(/[^\x20-\x7e]/g, '?')
