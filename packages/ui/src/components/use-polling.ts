import { useEffect, useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'

const everyMs = 2_000

/** Asks again and again while the screen is shown; what fails is asked again, too. */
export function usePolling(ask: () => Promise<unknown>): void {
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const poll = async () => {
      await latest.current().catch((error: unknown) => {
        if (!(error instanceof RequestFailure)) throw error
      })
      timer = setTimeout(poll, everyMs)
    }
    timer = setTimeout(poll, everyMs)
    return () => clearTimeout(timer)
  }, [])
}
