/** The input and the result of authentication. */
import type { AuthObject } from '../auth/accepted-auth.js'
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { TokenType } from '../tokens/token-type.js'
import { printable } from './explain.js'

/** The parts of a request that authentication reads. */
export interface AuthRequest {
  method: string
  /** The absolute URL; do not modify it. @throws if the request line has no valid URL */
  url(): URL
  header(name: string): string | undefined
}

export type ResponseHeader = [name: string, value: string]

export interface Decision<Auth extends AuthObject = AuthObject> {
  status: 'signed-in' | 'signed-out' | 'handshake'
  reason: string | null
  message: string
  /** Headers for the response: cookies, and `location` if it is a redirect. */
  headers: ResponseHeader[]
  token: string | null
  /** The type of the token, or the type that is required; null if the token is of no accepted type. */
  tokenType: TokenType | null
  /** A session with pending tasks counts as signed out, unless `treatPendingAsSignedOut` is false. */
  auth(options?: AuthOptions): Auth
}

export type SessionDecision = Decision<SessionAuthObject>

export interface AuthOptions {
  treatPendingAsSignedOut?: boolean
}

/** The response headers that say why a request is refused. */
export function explanation(status: 'signed-out' | 'handshake', reason: string, message: string): ResponseHeader[] {
  const facts: ResponseHeader[] = [
    ['x-clerk-auth-reason', printable(reason)],
    ['x-clerk-auth-status', status],
  ]
  if (message) facts.unshift(['x-clerk-auth-message', printable(message)])
  return facts
}
