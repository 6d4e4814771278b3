/** What a request is to authentication, and what is decided about it. */
import type { AuthObject } from '../auth/accepted-auth.js'
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { TokenType } from '../tokens/token-type.js'
import { printable } from './explain.js'

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

/** Why somebody is turned away, for the answer's headers. */
export function explanation(status: 'signed-out' | 'handshake', reason: string, message: string): ResponseHeader[] {
  const facts: ResponseHeader[] = [
    ['x-clerk-auth-reason', printable(reason)],
    ['x-clerk-auth-status', status],
  ]
  if (message) facts.unshift(['x-clerk-auth-message', printable(message)])
  return facts
}
