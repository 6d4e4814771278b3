import { useEffect } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { continueAs } from './continue-as.js'
import { whenLookedAt } from './other-tabs.js'

/**
 * Goes on to `destination` when this page is looked at and somebody has signed in in another tab, whom it had yet to sign in. Until then
 * the form stays as it is.
 */
export function useArrival(destination: () => string): void {
  const { api, sessions } = useFrontDesk()

  useEffect(() => {
    const goOn = async () => {
      try {
        const client = await api.clients.getClient()
        const arrived = client?.sessions.find(
          ({ id, status }) => status === 'active' && sessions.every((known) => known.id !== id),
        )
        if (arrived) await continueAs(api, arrived.id, destination())
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error // nobody asked for it, so nobody is told that it failed
      }
    }
    return whenLookedAt(goOn)
  }, [sessions])
}
