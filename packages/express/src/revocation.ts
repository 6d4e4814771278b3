/**
 * `revocation: 'strict'`: a session token stays valid for up to a minute. An embedded server can also look up the session itself, so that a
 * ban, a revocation or a sign-out takes effect with the next request.
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
   * Looks up each session in the embedded server before accepting its token: one query in this process. Otherwise a token is valid until it
   * expires, at most 60 seconds.
   */
  revocation?: 'strict' | undefined
}

/** @throws TypeError for a misspelt choice, which would check nothing */
export function assertRevocation({ revocation }: WithRevocation): void {
  if (revocation !== undefined && revocation !== 'strict')
    throw new TypeError(`revocation must be 'strict' or left out, not ${JSON.stringify(revocation)}.`)
}

const found = new WeakSet<Request>() // requests whose session is active, so that several guards look it up once

/**
 * Returns the decision for a request whose token is valid, but whose session has ended; null for all other requests.
 * @throws if there is no embedded server, or, with status 503, if the look-up fails; the request then counts as signed out
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
    attachAuth(request, () => signedOutAuth('session-not-checked')) // so that an error handler that continues does not see a signed-in user
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
