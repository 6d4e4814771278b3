import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { pageOf } from '../resources/lists.js'
import { BackendSession } from '../resources/session.js'
import { Cookies, Token } from '../resources/token.js'
import { flag, text, wholeNumber } from '../wire.js'

const token = z.string().max(8192)
const lifetime = z.strictObject({ expires_in_seconds: wholeNumber(30, 315_360_000).nullable().optional() })

export const sessions = defineOperations('backend', backendOperations.sessions, {
  getSessionList: {
    query: z.strictObject({
      client_id: text(64).optional(),
      user_id: text(64).optional(),
      status: z.enum(['abandoned', 'active', 'ended', 'expired', 'removed', 'replaced', 'revoked', 'pending']).optional(),
      paginated: flag.optional(),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: z.union([z.array(BackendSession), pageOf(BackendSession)]),
  },
  createSession: {
    body: z.strictObject({ user_id: text(64), active_organization_id: text(64).optional() }),
    response: BackendSession,
  },
  getSession: { response: BackendSession },
  revokeSession: { response: BackendSession },
  refreshSession: {
    // As in the specification: only `suffixed_cookies` is in the query.
    query: z.strictObject({ suffixed_cookies: flag.optional() }),
    body: z.strictObject({
      expired_token: token,
      refresh_token: token,
      request_origin: text(2048),
      request_headers: z.record(z.string(), z.unknown()).optional(),
      format: z.enum(['token', 'cookie']).nullable().optional(),
      request_originating_ip: text(64).nullable().optional(),
    }),
    response: z.union([Token, Cookies]),
  },
  verifySession: { body: z.strictObject({ token }), response: BackendSession },
  getToken: { body: lifetime, response: Token },
  createTokenFromTemplate: { body: lifetime, response: Token },
})
