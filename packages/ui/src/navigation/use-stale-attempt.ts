import { RequestFailure } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { continueAs } from './continue-as.js'

/**
 * Returns a handler for the error of a sign-in or sign-up that has expired or was completed in another tab. It continues to `destination`
 * if somebody is signed in by now; otherwise it resolves with the message for the first screen.
 * @throws the error itself if it has another cause
 */
export function useStaleAttempt(destination: string): (error: unknown) => Promise<string> {
  const { api, sessions } = useFrontDesk()
  const words = useWords()

  return async (error) => {
    if (!(error instanceof RequestFailure)) throw error
    const isSignedIn = error.hasCode('identifier_already_signed_in') || error.hasCode('session_exists')
    if (!isSignedIn && !error.hasCode('resource_not_found')) throw error

    const client = await api.clients.getClient()
    const named = error.lines[0]?.meta?.session_id ?? client?.last_active_session_id
    const newSessionId = client?.sessions.find(({ id }) => sessions.every((known) => known.id !== id))?.id // finished in another tab
    const sessionId = isSignedIn ? named : newSessionId
    if (sessionId) return continueAs(api, sessionId, destination)
    if (isSignedIn) throw error
    return words.startAgain
  }
}
