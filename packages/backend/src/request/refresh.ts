/** Renews an expired session token with the refresh cookie, without a redirect. */
import { isClerkAPIResponseError } from '../errors.js'
import type { SharedClaims } from '../tokens/session-token.js'
import type { ResponseHeader } from './decision.js'
import { sessionTokenAmong } from './handshake.js'
import type { IncomingRequest } from './incoming-request.js'

type Outcome = { token: string; claims: SharedClaims; headers: ResponseHeader[] } | { failure: string }

/** Returns the new token and its cookies, or the failure, which becomes the end of the handshake's reason. */
export async function refreshSession(incoming: IncomingRequest): Promise<Outcome> {
  const { authenticator, request, session } = incoming
  const { refreshToken, isSuffixed } = session
  // Not for bearer tokens: the cookies beside one may belong to another user.
  const sessionToken = incoming.bearer ? undefined : session.sessionToken
  if (request.method !== 'GET') return { failure: 'non-eligible-non-get' }
  if (!refreshToken || !sessionToken) return { failure: 'non-eligible-no-refresh-cookie' }
  const sessionId = authenticator.verifier.peek(sessionToken)?.payload.sid
  if (!sessionId) return { failure: 'expired-session-token-missing-sid-claim' }

  let cookies: string[]
  try {
    const answer = await authenticator.api.sessions.refreshSession(sessionId, {
      format: 'cookie',
      suffixed_cookies: isSuffixed,
      expired_token: sessionToken,
      refresh_token: refreshToken,
      request_origin: request.url().origin,
      request_headers: forwardedHeaders(request),
    })
    if (answer.object !== 'cookies') return { failure: 'unexpected-sdk-error' }
    cookies = answer.cookies
    if (cookies.length === 0) return { failure: 'unexpected-sdk-error' }
  } catch (error) {
    const code = isClerkAPIResponseError(error) ? error.errors[0]?.code : undefined
    if (code === 'unexpected_error') return { failure: 'fetch-error' }
    return { failure: code ?? 'unexpected-bapi-error' }
  }

  try {
    const token = sessionTokenAmong(cookies) ?? ''
    const claims = await authenticator.verifier.verify(token, incoming.rules)
    return { token, claims, headers: cookies.map((directive): ResponseHeader => ['set-cookie', directive]) }
  } catch {
    return { failure: 'invalid-session-token' }
  }
}

/** Headers that describe the device for the server; never cookies or authorization. */
function forwardedHeaders({ header }: IncomingRequest['request']): Record<string, string[]> {
  const names = ['user-agent', 'origin', 'referer', 'accept-language']
  return Object.fromEntries(names.flatMap((name) => (header(name) ? [[name, [header(name)!]]] : [])))
}
