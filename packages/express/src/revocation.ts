/**
 * `revocation: 'strict'`: a session token tells who signed in up to a minute ago. In the server's own process the session itself can be
 * asked as well, so that a ban, a revocation or a sign-out holds on the very next request.
 */
import type { AuthenticateRequestOptions } from '@frontdesk/backend'
import {
  authenticatorFor,
  type Decision,
  findEmbedded,
  namesAnotherInstance,
  sessionEnded,
  settingsOf,
  signedOutAuth,
} from '@frontdesk/backend/internal'
import type { Request } from 'express'
import { fromExpress } from './authenticate-request.js'
import { attachAuth, readAuth } from './request-auth.js'

export interface WithRevocation extends AuthenticateRequestOptions {
  /**
   * Looks each session up in the embedded server before its token counts, one query in this process. Without it, and with a server
   * elsewhere, a token holds until it expires, at most 60 s.
   */
  revocation?: 'strict' | undefined
}

/** @throws TypeError for a misspelt choice, which would check nothing */
export function assertRevocation({ revocation }: WithRevocation): void {
  if (revocation !== undefined && revocation !== 'strict')
    throw new TypeError(`revocation must be 'strict' or left out, not ${JSON.stringify(revocation)}.`)
}

const found = new WeakSet<Request>() // active already: several guards of one request ask once

/**
 * What a request gets whose session is over, although its token is still good; null for all others.
 * @throws when there is no embedded server to ask, or (with status 503) when it can't tell; the request is signed out then
 */
export async function endedSession(options: WithRevocation, request: Request): Promise<Decision | null> {
  try {
    assertRevocation(options)
    const embedded = findEmbedded(request)
    const authenticator = await authenticatorFor(options, embedded)
    if (!embedded?.isSessionActive || namesAnotherInstance(authenticator.options, await settingsOf(embedded)))
      throw new Error(notEmbedded)

    const auth = readAuth(request)?.({ treatPendingAsSignedOut: false })
    if (auth?.tokenType !== 'session_token' || !auth.userId || found.has(request)) return null
    const isActive = await embedded.isSessionActive(auth.sessionId, auth.userId).catch(undecided)
    if (isActive !== true) return sessionEnded(authenticator, fromExpress(request))
    found.add(request)
    return null
  } catch (error) {
    attachAuth(request, () => signedOutAuth('session-not-checked')) // an error handler that goes on must not see somebody signed in
    throw error
  }
}

const notEmbedded =
  "revocation: 'strict' needs the server in this process: app.use(frontdesk()) before clerkMiddleware(), and no keys of another instance in its options. With a server elsewhere, leave the option out: a token then holds for at most 60 s."

function undecided(cause: unknown): never {
  throw Object.assign(new Error("revocation: 'strict' could not find out whether the session is active.", { cause }), {
    status: 503,
  })
}
