import { RequestFailure } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { continueAs } from './continue-as.js'

const startAgain = 'This took too long, or went on in another tab. Please start again.'

/**
 * For a request of an attempt that another tab, or time, has overtaken: goes on to `destination` as who is signed in by now, or resolves
 * with what to say at the start. @throws whatever else went wrong
 */
export function useOvertaken(destination: string): (error: unknown) => Promise<string> {
  const { api, sessions } = useFrontDesk()

  return async (error) => {
    if (!(error instanceof RequestFailure)) throw error
    const isSignedIn = error.hasCode('identifier_already_signed_in') || error.hasCode('session_exists')
    if (!isSignedIn && !error.hasCode('resource_not_found')) throw error

    const client = await api.clients.getClient()
    const named = error.lines[0]?.meta?.session_id ?? client?.last_active_session_id
    const newcomer = client?.sessions.find(({ id }) => sessions.every((known) => known.id !== id))?.id // finished in another tab
    const sessionId = isSignedIn ? named : newcomer
    if (sessionId) return continueAs(api, sessionId, destination)
    if (isSignedIn) throw error
    return startAgain
  }
}
