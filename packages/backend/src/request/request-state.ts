/**
 * Who sends this request: signed in, signed out, or to be asked again by way of a handshake. The decision reads from top to bottom in
 * `authenticateSession` and `decidedByCookies`; every refusal carries its reason, spelled as Clerk's SDKs spell it in `x-clerk-auth-reason`.
 */
import type { AuthObject } from '../auth/accepted-auth.js'
import { type SessionAuthObject, type SignedInAuth, signedInAuth, signedOutAuth, type TokenSource } from '../auth/auth-object.js'
import { type TokenFault, TokenVerificationError } from '../errors.js'
import type { PublishableKey } from '../publishable-key.js'
import type { ClaimRules } from '../tokens/check-claims.js'
import type { JwtPayload } from '../tokens/parse-jwt.js'
import { isOtherFamily } from '../tokens/session-token.js'
import type { TokenType } from '../tokens/token-type.js'
import { type Cookies, cookiesOf, readSessionCookies, type SessionCookies } from './cookies.js'
import { explain } from './explain.js'
import {
  type Arrival,
  arrivalOf,
  devBrowserOf,
  directivesOf,
  handshakeHeaders,
  isDocumentRequest,
  sessionTokenAmong,
  stripHeaders,
} from './handshake.js'
import type { Instance } from './instance.js'
import { isMismatch } from './organization-sync.js'
import { refreshSession } from './refresh.js'
import { issuingHost, type Site, siteOf, syncOf } from './satellite.js'

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

/** What the steps of one decision share. A class, as getters of a literal would be made anew for each request, which costs more than all else. */
export class Attempt {
  readonly cookies: Cookies
  readonly bearer: string | undefined
  #session: SessionCookies | undefined
  #site: Site | undefined

  constructor(
    readonly instance: Instance,
    readonly request: AuthRequest,
  ) {
    this.cookies = cookiesOf(request.header('cookie'))
    this.bearer = bearerToken(request.header('authorization'))
  }

  get session(): SessionCookies {
    this.#session ??= readSessionCookies(this.cookies, keyAt(this), this.instance.verifier.peek)
    return this.#session
  }

  get site(): Site {
    this.#site ??= siteOf(this.instance.options, this.request)
    return this.#site
  }
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
  if (sync?.answer === 'signed-out') return signedOut('session-token-and-uat-missing')
  if (sync) return handshake(attempt, sync.reason, '', sync.location)

  if (isDevelopment && request.url().searchParams.has('__clerk_db_jwt')) return handshake(attempt, 'dev-browser-sync')
  if (isDevelopment && !devBrowserOf(attempt)) return handshake(attempt, 'dev-browser-missing')

  const { sessionToken, clientUat } = attempt.session
  if (!clientUat && !sessionToken) return signedOut('session-token-and-uat-missing')
  if (!clientUat) return handshake(attempt, 'session-token-but-no-client-uat')
  if (!sessionToken) return handshake(attempt, 'client-uat-but-no-session-token')

  const token = instance.verifier.peek(sessionToken)
  if (token && isOtherFamily(token)) return signedOut('token-type-mismatch')
  if (token && (token.payload.iat ?? Number.POSITIVE_INFINITY) < clientUat)
    return handshake(attempt, 'session-token-iat-before-client-uat')
  const decision = verified(attempt, sessionToken)
  if (!instance.organizationAt) return decision
  return decision instanceof Promise ? decision.then((made) => inOrganization(attempt, made)) : inOrganization(attempt, decision)
}

/** Sends a document round whose address names another organization than the one that is active. */
function inOrganization(attempt: Attempt, decision: SessionDecision): SessionDecision {
  const target = attempt.instance.organizationAt?.(attempt.request.url().pathname)
  const auth = decision.auth()
  if (!target || !auth.userId || decision.headers.length > 0 || !isMismatch(target, auth)) return decision
  const sent = handshake(attempt, 'active-organization-mismatch')
  return sent.status === 'handshake' ? sent : decision // nobody is signed out for an organization that can't be had
}

/** What a request gets whose token is good and whose session, somebody has found out, is over. */
export function sessionEnded(instance: Instance, request: AuthRequest): SessionDecision {
  return handshake(new Attempt(instance, request), 'session-ended', 'The session of this token has ended.')
}

/** The publishable key, with the host that issues tokens where the request came to. */
function keyAt(attempt: Attempt): PublishableKey {
  const { options, publishableKey } = attempt.instance
  return options.isSatellite ? { ...publishableKey, host: issuingHost(publishableKey, attempt.site) } : publishableKey
}

/** The rules for a token's claims: on a satellite its own Frontend API may have issued it. */
export function rulesAt(attempt: Attempt): ClaimRules {
  const { options, publishableKey, rules } = attempt.instance
  if (!options.isSatellite || options.issuer) return rules
  return { ...rules, issuer: [publishableKey.host, keyAt(attempt).host].map((host) => `https://${host}`) }
}

export function bearerToken(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined
  const [scheme, token] = authorization.split(' ')
  if (!token) return scheme // Clerk's SDKs take a bare token, too
  return scheme === 'Bearer' ? token : undefined
}

function verified(attempt: Attempt, token: string): SessionDecision | Promise<SessionDecision> {
  try {
    const claims = attempt.instance.verifier.verify(token, rulesAt(attempt))
    if (!(claims instanceof Promise)) return signedIn(attempt, claims, token)
    return claims.then((found) => signedIn(attempt, found, token)).catch((error) => refused(attempt, error))
  } catch (error) {
    return refused(attempt, error as Error) // everything here throws errors
  }
}

function refused(attempt: Attempt, error: Error): SessionDecision | Promise<SessionDecision> {
  if (error instanceof TokenVerificationError) return faulty(attempt, error)
  return signedOut('unexpected-error', error.message)
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
  if (!timely) return signedOut(reason, message)
  if (reason !== 'token-expired') return handshake(attempt, timely, message)

  const outcome = await refreshSession(attempt)
  if ('token' in outcome) return signedIn(attempt, outcome.claims, outcome.token, outcome.headers)
  return handshake(attempt, `${timely}-refresh-${outcome.failure}`, message)
}

/** Sets the cookies that a handshake brought. Null when it brought nothing usable: then the other cookies decide. */
async function resolved(attempt: Attempt, arrival: Arrival): Promise<SessionDecision | null> {
  const { instance, request } = attempt
  const isDevelopment = instance.publishableKey.instanceType === 'development'
  const strip = isDevelopment ? stripHeaders(request) : []

  let directives: string[]
  try {
    directives = await directivesOf(attempt, arrival)
  } catch (error) {
    console.warn(`[frontdesk] A handshake could not be resolved: ${(error as Error).message}`)
    return isDevelopment ? signedOut('session-token-missing', (error as Error).message, strip) : null
  }
  const headers = [...directives.map((directive): ResponseHeader => ['set-cookie', directive]), ...strip]
  const token = sessionTokenAmong(directives)
  if (!token) return signedOut('session-token-missing', '', headers)

  try {
    // A wrong clock should not stop development; production goes on to the handshake that says so.
    const rules = isDevelopment ? { ...rulesAt(attempt), clockSkewInMs: 86_400_000 } : rulesAt(attempt)
    return signedIn(attempt, await instance.verifier.verify(token, rules), token, headers)
  } catch (error) {
    console.warn(`[frontdesk] A handshake brought a session token that is refused: ${(error as Error).message}`)
    return null
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

function signedOut(reason: string, message = '', headers: ResponseHeader[] = []): SessionDecision {
  if (reason !== 'session-token-and-uat-missing') explain(reason, message)
  return turnedAway('signed-out', reason, message, headers)
}

/** Only a document can be sent round, by way of the Frontend API or of another domain, and at most twice in a row. */
function handshake(attempt: Attempt, reason: string, message = '', elsewhere?: string): SessionDecision {
  const headers = isDocumentRequest(attempt.request) ? handshakeHeaders(attempt, reason, elsewhere) : null
  return headers ? turnedAway('handshake', reason, message, headers) : signedOut(reason, message)
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
    ['x-clerk-auth-reason', headerValue(reason)],
    ['x-clerk-auth-status', status],
  ]
  if (message) facts.unshift(['x-clerk-auth-message', headerValue(message)])
  return facts
}

/** A token's own words may be in a message: kept to what a header may hold, and short. */
const headerValue = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)
