import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'

/** Where an entry of the browser's history stands among those of this visit; kept in the entry, so that a reload loses nothing. */
interface Place {
  depth: number
  /** The depth of the first screen that led here. */
  origin: number
}

export interface Steps {
  step: string
  /** Shows the next screen, to which Back then leads from later ones. */
  advance(step: string): void
  /** Shows the next screen in the place of all since the first one: the server would not take an answer to any of them. */
  passOn(step: string): void
  /** Goes back to the first screen. */
  restart(step: string): void
  /** Answers later whether the visitor has gone to another screen since. */
  watch(): () => boolean
}

/** The steps that begin a visit: each shows the page's first screen. */
export const isStart = (step: string): boolean => step === '' || step === '#add-account'

/**
 * The current step, kept in the URL's fragment so that Back, Forward and reload work: '' is the start, '#add-account' adds another
 * account, '#continue' shows what the server's state requires, and each page has further fragments for the visitor's own choices.
 */
export function useStep(): Steps {
  const { isDrawn } = useFrontDesk()
  const [step, setStep] = useState(() => (isDrawn ? '' : location.hash)) // servers see no fragment
  const place = useRef<Place>({ depth: 0, origin: 0 })
  const moves = useRef(0)
  const whenBack = useRef<(() => void) | null>(null)

  const show = () => {
    moves.current++
    setStep(location.hash)
  }
  const replace = (next: string) => {
    history.replaceState(place.current, '', next || location.pathname + location.search)
    show()
  }
  const isFirst = isStart(step)
  const below = (): Place => ({
    depth: place.current.depth + 1,
    origin: isFirst ? place.current.depth : place.current.origin,
  })
  const push = (next: string) => {
    place.current = below()
    history.pushState(place.current, '', next || location.pathname + location.search)
    show()
  }
  /** Goes back to the first screen's entry, and does the rest there. */
  const rewind = (rest: () => void) => {
    if (whenBack.current) return // on the way already
    const { depth, origin } = place.current
    if (isFirst || depth <= origin) return rest()
    whenBack.current = () => {
      place.current = history.state ?? { depth: origin, origin: 0 }
      rest()
    }
    history.go(origin - depth)
  }

  useLayoutEffect(() => {
    place.current = history.state ?? place.current
    setStep(location.hash)
  }, [])
  useEffect(() => {
    const follow = () => {
      const rest = whenBack.current
      whenBack.current = null
      if (rest) return rest()
      const known: Place | null = history.state
      place.current = known ?? below() // a link with a fragment makes an entry of its own
      if (!known) history.replaceState(place.current, '')
      show()
    }
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  })

  return {
    step,
    advance: (next) => next !== step && push(next),
    passOn: (next) =>
      rewind(() => {
        if (!isStart(location.hash)) return replace(next)
        place.current = { depth: place.current.depth + 1, origin: place.current.depth }
        history.pushState(place.current, '', next)
        show()
      }),
    restart: (next) => rewind(() => replace(next)),
    watch() {
      const before = moves.current
      return () => moves.current !== before
    },
  }
}
