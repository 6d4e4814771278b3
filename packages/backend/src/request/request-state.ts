/**
 * Who sends this request: signed in, signed out, or to be asked again by way of a handshake. The decision reads from top to bottom in
 * `authenticateSession` and `decidedByCookies`; every refusal carries its reason, spelled as Clerk's SDKs spell it in `x-clerk-auth-reason`.
 */
import type { AuthObject } from '../auth/accepted-auth.js'
import { type SessionAuthObject, type SignedInAuth, signedInAuth, signedOutAuth, type TokenSource } from '../auth/auth-object.js'
import { type TokenFault, TokenVerificationError } from '../errors.js'
import type { JwtPayload } from '../tokens/parse-jwt.js'
import { isOtherFamily } from '../tokens/session-token.js'
import type { TokenType } from '../tokens/token-type.js'
import { Attempt } from './attempt.js'
import { explain, printable } from './explain.js'
import {
  type Arrival,
  arrivalOf,
  directivesOf,
  handshakeHeaders,
  isDocumentRequest,
  sessionTokenAmong,
  stripHeaders,
} from './handshake.js'
import type { Instance } from './instance.js'
import { isMismatch } from './organization-sync.js'
import { askedOf } from './own-server.js'
import { refreshSession } from './refresh.js'
import { comesFromSatellite, syncOf } from './satellite.js'

/** A request as far as authentication reads it. */
export interface AuthRequest {
  method: string
  /** Absolute, and not to be changed. @throws for a request line that makes no URL */
  url(): URL
  header(name: string): string | undefined
}

export type ResponseHeader = [name: string, value: string]

export interface Decision<Auth extends AuthObject = AuthObject> {
  status: 'signed-in' | 'signed-out' | 'handshake'
  reason: string | null
  message: string
  /** For the answer: cookies, and where to go when the request ends here. */
  headers: ResponseHeader[]
  token: string | null
  /** Of which family the token is, or would have to be; null when it is of none that are accepted. */
  tokenType: TokenType | null
  /** A session with tasks left counts as signed out, unless told otherwise. */
  auth(options?: AuthOptions): Auth
}

export type SessionDecision = Decision<SessionAuthObject>

export interface AuthOptions {
  treatPendingAsSignedOut?: boolean
}

/** At once where nobody has to be asked, as for nearly every request. */
export function authenticateSession(instance: Instance, request: AuthRequest): SessionDecision | Promise<SessionDecision> {
  const attempt = new Attempt(instance, request)
  if (attempt.bearer) return verified(attempt, attempt.bearer)

  const arrival = arrivalOf(attempt)
  if (!arrival) return decidedByCookies(attempt)
  return resolved(attempt, arrival).then((arrived) => arrived ?? decidedByCookies(attempt))
}

function decidedByCookies(attempt: Attempt): SessionDecision | Promise<SessionDecision> {
  const { instance, request } = attempt
  const isDevelopment = instance.publishableKey.instanceType === 'development'
  const sync = isDevelopment || instance.options.isSatellite ? syncOf(attempt) : null
  if (sync?.answer === 'signed-out') return signedOut(attempt, 'session-token-and-uat-missing')
  if (sync) return handshake(attempt, sync.reason, '', sync.location)

  if (isDevelopment && request.url().searchParams.has('__clerk_db_jwt')) return handshake(attempt, 'dev-browser-sync')
  if (isDevelopment && !attempt.devBrowser) return handshake(attempt, 'dev-browser-missing')

  const { sessionToken, clientUat } = attempt.session
  if (!clientUat && !sessionToken) return signedOut(attempt, 'session-token-and-uat-missing')
  if (!clientUat) return handshake(attempt, 'session-token-but-no-client-uat')
  if (!sessionToken) return handshake(attempt, 'client-uat-but-no-session-token')

  const token = instance.verifier.peek(sessionToken)
  if (token && isOtherFamily(token)) return signedOut(attempt, 'token-type-mismatch')
  if (token && (token.payload.iat ?? Number.POSITIVE_INFINITY) < clientUat)
    return handshake(attempt, 'session-token-iat-before-client-uat')
  const decision = verified(attempt, sessionToken)
  if (!instance.organizationAt && !instance.options.authorizedParties) return decision
  return decision instanceof Promise
    ? decision.then((made) => broughtUpToDate(attempt, made))
    : broughtUpToDate(attempt, decision)
}

/** Sends the page of somebody who is signed in round once more where another domain may know better, or the address names another organization. */
function broughtUpToDate(attempt: Attempt, decision: SessionDecision): SessionDecision {
  if (decision.status !== 'signed-in' || decision.headers.length > 0) return decision // with headers it was renewed just now
  const sent = askedAgain(attempt, decision.auth())
  return sent?.status === 'handshake' ? sent : decision // nobody is signed out for what can't be brought up to date
}

function askedAgain(attempt: Attempt, auth: SessionAuthObject): SessionDecision | null {
  const { instance, request } = attempt
  if (comesFromSatellite(attempt, auth))
    return handshake(attempt, 'primary-domain-cross-origin-sync', 'The page was reached from another domain of the app.')
  const target = auth.userId && instance.organizationAt?.(request.url().pathname)
  return target && isMismatch(target, auth) ? handshake(attempt, 'active-organization-mismatch') : null
}

/** What a request gets whose token is good and whose session, somebody has found out, is over. */
export function sessionEnded(instance: Instance, request: AuthRequest): SessionDecision {
  return handshake(new Attempt(instance, askedOf(instance, request)), 'session-ended', 'The session of this token has ended.')
}

function verified(attempt: Attempt, token: string): SessionDecision | Promise<SessionDecision> {
  try {
    const claims = attempt.instance.verifier.verify(token, attempt.rules)
    if (!(claims instanceof Promise)) return signedIn(attempt, claims, token)
    return claims.then((found) => signedIn(attempt, found, token)).catch((error) => refused(attempt, error))
  } catch (error) {
    return refused(attempt, error as Error) // everything here throws errors
  }
}

function refused(attempt: Attempt, error: Error): SessionDecision | Promise<SessionDecision> {
  if (error instanceof TokenVerificationError) return faulty(attempt, error)
  return signedOut(attempt, 'unexpected-error', error.message)
}

/** Faults that only time makes, with the reason that a request gets for each. */
const timeFaults: Partial<Record<TokenFault, string>> = {
  'token-expired': 'session-token-expired',
  'token-not-active-yet': 'session-token-nbf',
  'token-iat-in-the-future': 'session-token-iat-in-the-future',
}

/** A token that only time made invalid is renewed, silently by the refresh cookie or else by a handshake. */
async function faulty(attempt: Attempt, { reason, message }: TokenVerificationError): Promise<SessionDecision> {
  const timely = timeFaults[reason]
  if (!timely) return signedOut(attempt, reason, message)
  if (reason !== 'token-expired') return handshake(attempt, timely, message)

  const outcome = await refreshSession(attempt)
  if ('token' in outcome) return signedIn(attempt, outcome.claims, outcome.token, outcome.headers)
  return handshake(attempt, `${timely}-refresh-${outcome.failure}`, message)
}

/** Sets the cookies that a handshake brought. Null when it brought nothing usable: then the other cookies decide. */
async function resolved(attempt: Attempt, arrival: Arrival): Promise<SessionDecision | null> {
  const { instance } = attempt
  const isDevelopment = instance.publishableKey.instanceType === 'development'
  const strip = isDevelopment ? stripHeaders(attempt) : []

  let directives: string[]
  try {
    directives = await directivesOf(attempt, arrival)
  } catch (error) {
    const { message } = error as Error // everything here throws errors
    explain(instance.options, 'handshake-unresolved', `A handshake could not be resolved: ${message}`)
    return strip.length > 0 ? signedOut(attempt, 'session-token-missing', message, strip) : null
  }
  const headers = [...directives.map((directive): ResponseHeader => ['set-cookie', directive]), ...strip]
  const token = sessionTokenAmong(directives)
  if (!token) return signedOut(attempt, 'session-token-missing', '', headers)

  try {
    // A wrong clock should not stop development; production goes on to the handshake that says so.
    const rules = isDevelopment ? { ...attempt.rules, clockSkewInMs: 86_400_000 } : attempt.rules
    return signedIn(attempt, await instance.verifier.verify(token, rules), token, headers)
  } catch (error) {
    const { reason, message } = error as TokenVerificationError // or another error, which has no reason
    explain(instance.options, 'handshake-brought-refused-token', `A handshake brought a token that is refused: ${message}`)
    // The cookies are kept where the page is asked for once more: they then tell the reason, and nobody goes round.
    return strip.length > 0 ? signedOut(attempt, reason ?? 'unexpected-error', message, headers) : null
  }
}

function signedIn(attempt: Attempt, claims: JwtPayload, token: string, headers: ResponseHeader[] = []): SessionDecision {
  let auth: SignedInAuth | undefined // made when it is asked for: many requests never do
  return {
    status: 'signed-in',
    reason: null,
    message: '',
    headers,
    token,
    tokenType: 'session_token',
    auth({ treatPendingAsSignedOut = true } = {}) {
      if (claims.sts === 'pending' && treatPendingAsSignedOut) return signedOutAuth('session-pending', 'pending')
      auth ??= signedInAuth(claims, token, tokenSourceOf(attempt.instance))
      return auth
    },
  }
}

function tokenSourceOf({ api }: Instance): TokenSource {
  return async (sessionId, { template, expiresInSeconds }) =>
    (await api.sessions.getToken(sessionId, template, expiresInSeconds)).jwt
}

function signedOut(attempt: Attempt, reason: string, message = '', headers: ResponseHeader[] = []): SessionDecision {
  if (attempt.bringsCredentials) explain(attempt.instance.options, reason, message)
  return turnedAway('signed-out', reason, message, headers)
}

/** Only a document can be sent round, by way of the Frontend API or of another domain, and at most twice in a row. */
function handshake(attempt: Attempt, reason: string, message = '', elsewhere?: string): SessionDecision {
  if (!isDocumentRequest(attempt.request)) return signedOut(attempt, reason, message)
  const headers = handshakeHeaders(attempt, reason, elsewhere)
  if (headers) return turnedAway('handshake', reason, message, headers)
  explain(attempt.instance.options, `handshake-loop-${reason}`, 'Two redirects in a row have not helped.')
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

/** Why somebody is turned away, for the answer's headers. */
export function explanation(status: 'signed-out' | 'handshake', reason: string, message: string): ResponseHeader[] {
  const facts: ResponseHeader[] = [
    ['x-clerk-auth-reason', printable(reason)],
    ['x-clerk-auth-status', status],
  ]
  if (message) facts.unshift(['x-clerk-auth-message', printable(message)])
  return facts
}
