/** Renews an expired session token by the refresh cookie, without the browser noticing. */
import { isClerkAPIResponseError, type TokenVerificationError } from '../errors.js'
import type { JwtPayload } from '../tokens/parse-jwt.js'
import { claimsOf } from './cookies.js'
import type { Attempt, ResponseHeader } from './request-state.js'

type Outcome = { token: string; claims: JwtPayload; headers: ResponseHeader[] } | { failure: string }

/** The new token with the cookies that carry it, or why there is none, as the handshake's reason ends. */
export async function refreshSession({ instance, request, session }: Attempt, fault: TokenVerificationError): Promise<Outcome> {
  const { sessionToken, refreshToken, isSuffixed } = session
  if (request.method !== 'GET') return { failure: 'non-eligible-non-get' }
  if (!refreshToken) return { failure: 'non-eligible-no-refresh-cookie' }
  if (fault.reason !== 'token-expired') return { failure: 'unexpected-sdk-error' }
  const sessionId = claimsOf(sessionToken)?.sid
  if (!sessionId) return { failure: 'expired-session-token-missing-sid-claim' }

  try {
    const answer = await instance.api.sessions.refreshSession(sessionId, {
      format: 'cookie',
      suffixedCookies: isSuffixed,
      expiredToken: sessionToken!,
      refreshToken,
      requestOrigin: request.url().origin,
      requestHeaders: forwardedHeaders(request),
    })
    if (answer.object !== 'cookies') return { failure: 'unexpected-bapi-error' }
    const headers = answer.cookies.map((directive): ResponseHeader => ['set-cookie', directive])
    const token = answer.cookies.map((directive) => /^__session(?:_\w+)?=([^;]+)/.exec(directive)?.[1]).findLast(Boolean)
    if (!token) return { failure: 'invalid-session-token' }
    const claims = await instance.verifier.verify(token, {
      ...instance.options,
      issuer: `https://${instance.publishableKey.host}`,
    })
    return { token, claims, headers }
  } catch (error) {
    return {
      failure: isClerkAPIResponseError(error) ? (error.errors[0]?.code ?? 'unexpected-bapi-error') : 'unexpected-sdk-error',
    }
  }
}

/** What the server notes about the device; never cookies or authorization. */
function forwardedHeaders({ header }: Pick<Attempt['request'], 'header'>): Record<string, string[]> {
  const names = ['user-agent', 'origin', 'referer', 'accept-language']
  return Object.fromEntries(names.flatMap((name) => (header(name) ? [[name, [header(name)!]]] : [])))
}
