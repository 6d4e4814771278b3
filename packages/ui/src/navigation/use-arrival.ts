import { useEffect, useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { continueAs } from './continue-as.js'

/** Goes on to `destination` once somebody signs in in another tab, whom this page had yet to sign in. */
export function useArrival(destination: string): void {
  const { api, sessions } = useFrontDesk()
  const known = useRef(sessions)

  useEffect(() => {
    const arrived = sessions.find(({ id }) => known.current.every((session) => session.id !== id))
    known.current = sessions
    if (!arrived) return
    continueAs(api, arrived.id, destination).catch((error) => {
      if (!(error instanceof RequestFailure)) throw error // signed out again meanwhile: the page stays as it is
    })
  }, [sessions])
}
