/**
 * Decides whether a request is signed in, signed out, or needs a handshake. Read `authenticateSession` and `decidedByCookies` from top to
 * bottom. Every refusal has a reason, spelled as in the `x-clerk-auth-reason` of Clerk's SDKs.
 */
import { type SessionAuthObject, type SignedInAuth, signedInAuth, signedOutAuth, type TokenSource } from '../auth/auth-object.js'
import { type TokenFault, TokenVerificationError } from '../errors.js'
import { copyOf, isOtherFamily, type SharedClaims } from '../tokens/session-token.js'
import type { Authenticator } from './authenticator.js'
import { type AuthRequest, explanation, type ResponseHeader, type SessionDecision } from './decision.js'
import { withPublicUrl } from './embedded-origin.js'
import { explain } from './explain.js'
import {
  directivesOf,
  type HandshakeResult,
  handshakeHeaders,
  handshakeResultOf,
  isDocumentRequest,
  sessionTokenAmong,
  stripHeaders,
} from './handshake.js'
import { IncomingRequest } from './incoming-request.js'
import { isMismatch } from './organization-sync.js'
import { refreshSession } from './refresh.js'
import { comesFromSatellite, syncOf } from './satellite.js'

/** Synchronous for nearly every request; returns a promise only if the server must be called. */
export function authenticateSession(
  authenticator: Authenticator,
  request: AuthRequest,
): SessionDecision | Promise<SessionDecision> {
  const incoming = new IncomingRequest(authenticator, request)
  if (incoming.bearer) return verified(incoming, incoming.bearer)

  const result = handshakeResultOf(incoming)
  if (!result) return decidedByCookies(incoming)
  return resolved(incoming, result).then((arrived) => arrived ?? decidedByCookies(incoming))
}

function decidedByCookies(incoming: IncomingRequest): SessionDecision | Promise<SessionDecision> {
  const { authenticator, request } = incoming
  const isDevelopment = authenticator.publishableKey.instanceType === 'development'
  const sync = isDevelopment || authenticator.options.isSatellite ? syncOf(incoming) : null
  if (sync?.answer === 'signed-out') return signedOut(incoming, 'session-token-and-uat-missing')
  if (sync) return handshake(incoming, sync.reason, '', sync.location)

  if (isDevelopment && request.url().searchParams.has('__clerk_db_jwt')) return handshake(incoming, 'dev-browser-sync')
  if (isDevelopment && !incoming.devBrowser) return handshake(incoming, 'dev-browser-missing')

  const { sessionToken, clientUat } = incoming.session
  if (!clientUat && !sessionToken) return signedOut(incoming, 'session-token-and-uat-missing')
  if (!clientUat) return handshake(incoming, 'session-token-but-no-client-uat')
  if (!sessionToken) return handshake(incoming, 'client-uat-but-no-session-token')

  const token = authenticator.verifier.peek(sessionToken)
  if (token && isOtherFamily(token)) return signedOut(incoming, 'token-type-mismatch')
  if (token && (token.payload.iat ?? Number.POSITIVE_INFINITY) < clientUat)
    return handshake(incoming, 'session-token-iat-before-client-uat')
  const decision = verified(incoming, sessionToken)
  if (!authenticator.organizationAt && !authenticator.options.authorizedParties) return decision
  return decision instanceof Promise
    ? decision.then((made) => broughtUpToDate(incoming, made))
    : broughtUpToDate(incoming, decision)
}

/** Redirects a signed-in page through a handshake if another domain may have newer state, or if its URL names another organization. */
function broughtUpToDate(incoming: IncomingRequest, decision: SessionDecision): SessionDecision {
  if (decision.status !== 'signed-in' || decision.headers.length > 0) return decision // with headers: just renewed
  const sent = askedAgain(incoming, decision.auth())
  return sent?.status === 'handshake' ? sent : decision // if no handshake is possible, the session stays signed in
}

function askedAgain(incoming: IncomingRequest, auth: SessionAuthObject): SessionDecision | null {
  const { authenticator, request } = incoming
  if (comesFromSatellite(incoming, auth))
    return handshake(incoming, 'primary-domain-cross-origin-sync', 'The page was reached from another domain of the app.')
  const target = auth.userId && authenticator.organizationAt?.(request.url().pathname)
  return target && isMismatch(target, auth) ? handshake(incoming, 'active-organization-mismatch') : null
}

/** The decision for a valid token whose session has been found to have ended. */
export function sessionEnded(authenticator: Authenticator, request: AuthRequest): SessionDecision {
  return handshake(
    new IncomingRequest(authenticator, withPublicUrl(authenticator, request)),
    'session-ended',
    'The session of this token has ended.',
  )
}

function verified(incoming: IncomingRequest, token: string): SessionDecision | Promise<SessionDecision> {
  try {
    const claims = incoming.authenticator.verifier.verify(token, incoming.rules)
    if (!(claims instanceof Promise)) return signedIn(incoming, claims, token)
    return claims.then((found) => signedIn(incoming, found, token)).catch((error) => refused(incoming, error))
  } catch (error) {
    return refused(incoming, error as Error) // everything here throws errors
  }
}

function refused(incoming: IncomingRequest, error: Error): SessionDecision | Promise<SessionDecision> {
  if (error instanceof TokenVerificationError) return faulty(incoming, error)
  return signedOut(incoming, 'unexpected-error', error.message)
}

/** Faults that depend on the time, with the request's reason for each. */
const timeFaults: Partial<Record<TokenFault, string>> = {
  'token-expired': 'session-token-expired',
  'token-not-active-yet': 'session-token-nbf',
  'token-iat-in-the-future': 'session-token-iat-in-the-future',
}

/** Renews an expired token with the refresh cookie or, failing that, with a handshake. Other invalid tokens mean signed out. */
async function faulty(incoming: IncomingRequest, { reason, message }: TokenVerificationError): Promise<SessionDecision> {
  const timely = timeFaults[reason]
  if (!timely) return signedOut(incoming, reason, message)
  if (reason !== 'token-expired') return handshake(incoming, timely, message)

  const outcome = await refreshSession(incoming)
  if ('token' in outcome) return signedIn(incoming, outcome.claims, outcome.token, outcome.headers)
  return handshake(incoming, `${timely}-refresh-${outcome.failure}`, message)
}

/** Sets the cookies that a handshake returned. Returns null if it returned nothing usable: then the other cookies decide. */
async function resolved(incoming: IncomingRequest, result: HandshakeResult): Promise<SessionDecision | null> {
  const { authenticator } = incoming
  const isDevelopment = authenticator.publishableKey.instanceType === 'development'
  const strip = isDevelopment ? stripHeaders(incoming) : []

  let directives: string[]
  try {
    directives = await directivesOf(incoming, result)
  } catch (error) {
    const { message } = error as Error // everything here throws errors
    explain(authenticator.options, 'handshake-unresolved', `A handshake could not be resolved: ${message}`)
    return strip.length > 0 ? signedOut(incoming, 'session-token-missing', message, strip) : null
  }
  const headers = [...directives.map((directive): ResponseHeader => ['set-cookie', directive]), ...strip]
  const token = sessionTokenAmong(directives)
  if (!token) return signedOut(incoming, 'session-token-missing', '', headers)

  try {
    // Tolerates a wrong clock in development; in production the next handshake reports it.
    const rules = isDevelopment ? { ...incoming.rules, clockSkewInMs: 86_400_000 } : incoming.rules
    return signedIn(incoming, await authenticator.verifier.verify(token, rules), token, headers)
  } catch (error) {
    const { reason, message } = error as TokenVerificationError // other errors have no reason
    explain(authenticator.options, 'handshake-brought-refused-token', `A handshake brought a token that is refused: ${message}`)
    // Keeps the cookies if the page is requested again: they then give the reason, without a redirect loop.
    return strip.length > 0 ? signedOut(incoming, reason ?? 'unexpected-error', message, headers) : null
  }
}

function signedIn(
  incoming: IncomingRequest,
  claims: SharedClaims,
  token: string,
  headers: ResponseHeader[] = [],
): SessionDecision {
  let auth: SignedInAuth | undefined // created on first use, as many requests never use it
  return {
    status: 'signed-in',
    reason: null,
    message: '',
    headers,
    token,
    tokenType: 'session_token',
    auth({ treatPendingAsSignedOut = true } = {}) {
      if (claims.sts === 'pending' && treatPendingAsSignedOut) return signedOutAuth('session-pending', 'pending')
      auth ??= signedInAuth(copyOf(claims), token, tokenSourceOf(incoming.authenticator))
      return auth
    },
  }
}

function tokenSourceOf({ api }: Authenticator): TokenSource {
  return async (sessionId, { template, expiresInSeconds }) =>
    (await api.sessions.getToken(sessionId, template, expiresInSeconds)).jwt
}

function signedOut(incoming: IncomingRequest, reason: string, message = '', headers: ResponseHeader[] = []): SessionDecision {
  if (incoming.bringsCredentials) explain(incoming.authenticator.options, reason, message)
  return turnedAway('signed-out', reason, message, headers)
}

/** Redirects a document to the Frontend API or to another domain, at most twice in a row. Other requests count as signed out. */
function handshake(incoming: IncomingRequest, reason: string, message = '', elsewhere?: string): SessionDecision {
  if (!isDocumentRequest(incoming.request)) return signedOut(incoming, reason, message)
  const headers = handshakeHeaders(incoming, reason, elsewhere)
  if (headers) return turnedAway('handshake', reason, message, headers)
  explain(incoming.authenticator.options, `handshake-loop-${reason}`, 'Two redirects in a row have not helped.')
  return turnedAway('signed-out', reason, message, [])
}

function turnedAway(
  status: 'signed-out' | 'handshake',
  reason: string,
  message: string,
  headers: ResponseHeader[],
): SessionDecision {
  return {
    status,
    reason,
    message,
    headers: [...headers, ...explanation(status, reason, message)],
    token: null,
    tokenType: 'session_token',
    auth: () => signedOutAuth(reason),
  }
}
