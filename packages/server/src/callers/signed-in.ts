import { errors } from '@frontdesk/contract'
import {
  findSignedIn,
  findSignedInOrEnrolling,
  findSignedInOrPending,
  type SessionRow,
} from '../capabilities/devices/sessions/sessions.js'
import { currentSession, signedInSessionsOf } from '../capabilities/devices/sessions/signed-in.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import type { Caller } from '../wire/route.js'
import { browser, type FoundBrowser, replyWithClient } from './browser.js'

export interface FoundSignedIn extends FoundBrowser {
  session: SessionRow
  user: UserRow
}

/** For the user of an active session of this browser: the one that the page names or, when it names none, the one that the browser shows. */
export const signedIn = callerBy('signed in', findSignedIn)

/** The same for what people may do before their session is active: see their account, and do what is left to do. */
export const signedInOrPending = callerBy('signed in, or with a task to do', findSignedInOrPending)

/** The same for what sets up a second factor, which a session may wait for. */
export const signedInOrEnrolling = callerBy('signed in, or setting up a second factor', findSignedInOrEnrolling)

function callerBy(name: string, findBy: typeof findSignedIn): Caller<FoundSignedIn, 'change'> {
  return {
    name,
    isTrusted: false,

    async find(arrival, operation) {
      const { instance, request } = arrival
      const found = await browser.find(arrival, operation)
      const { client } = found.browser.device
      if (!client) throw errors.signedOut()

      const named = request.url.searchParams.get('_clerk_session_id')
      const sessionId = named ?? currentSession(await signedInSessionsOf(instance, client.id), client)?.id ?? ''
      const signedIn = /^\w+$/.test(sessionId) ? await findBy(instance, client, sessionId) : null
      if (!signedIn) throw errors.signedOut()
      return { ...found, ...signedIn }
    },

    cause: ({ session }) => ({ sessionId: session.id }),
    subjects: ({ user }) => ({ change: user.id }),
    reply: (arrival, operation, found, response) =>
      operation.shapes.bare
        ? browser.reply(arrival, operation, found, response)
        : replyWithClient(arrival, operation, found.browser, response),
  }
}
