import type { Client } from '@frontdesk/contract'
import { RequestFailure } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { continueAs } from './continue-as.js'

/** An attempt that has expired, was completed, abandoned, forgotten with its browser, or has moved on in another tab. */
const endings = ['resource_not_found', 'verification_already_verified', 'strategy_for_user_invalid']

/**
 * Returns a handler for the error of a sign-in or sign-up that can't go on as this page shows it. It continues to `destination` if
 * somebody is signed in by now; otherwise it resolves with the browser's present client, in which the attempt may have moved on.
 * `alsoEnds` are further codes that end the attempt where it stands.
 * @throws the error itself if it has another cause
 */
export function useStaleAttempt(destination: () => string) {
  const { api, sessions } = useFrontDesk()

  return async (error: unknown, alsoEnds: string[] = []): Promise<Client | null> => {
    if (!(error instanceof RequestFailure)) throw error
    const isSignedIn = error.hasCode('identifier_already_signed_in') || error.hasCode('session_exists')
    if (!isSignedIn && ![...endings, ...alsoEnds].some((code) => error.hasCode(code))) throw error
    // Nobody who asked to sign in as somebody else goes on as the person that the page showed already.
    if (error.hasCode('session_exists') && sessions.length > 0) throw error

    const client = await api.clients.getClient()
    const named = error.lines[0]?.meta?.session_id ?? client?.last_active_session_id
    const newSessionId = client?.sessions.find(({ id }) => sessions.every((known) => known.id !== id))?.id // finished in another tab
    const sessionId = isSignedIn ? named : newSessionId
    if (sessionId) return continueAs(api, sessionId, destination())
    if (isSignedIn) throw error
    return client
  }
}
