import { factorOf, isSent } from './factor.js'
import type { Factor, Way, WayStep } from './way.js'
import { ways } from './ways.js'

/** The row of a strategy. */
export const wayOf = (strategy: string): Way | undefined =>
  ways.find(({ strategy: own }) => own === strategy || (own.endsWith('*') && strategy.startsWith(own.slice(0, -1))))

/** A way that the server offers in a step, with what it would be sent to. */
export interface Offer {
  way: Way
  factor: Factor
}

/** What can be done in this step, in the order of the table; each strategy once. */
export function offersOf(step: WayStep): Offer[] {
  const strategies = [...new Set(step.factors.map(({ strategy }) => strategy))]
  return strategies
    .flatMap((strategy) => {
      const way = wayOf(strategy)
      const factor = factorOf(step, strategy)
      return way && factor && (way.isPossible?.() ?? true) ? [{ way, factor }] : []
    })
    .sort((one, other) => ways.indexOf(one.way) - ways.indexOf(other.way))
}

/** The way to show: the one that the page's address names, else the one that is under way, else the first. */
export function chosenOffer(step: WayStep, fragment: string): Offer | undefined {
  const offers = offersOf(step).filter(({ way }) => way.screen)
  return (
    offers.find(({ way }) => way.fragment === fragment) ??
    offers.find(({ factor }) => isSent(step, factor.strategy)) ??
    offers.find(({ way }) => !way.isReset)
  )
}

/** Whether the step offers another way than this one; a reset is linked elsewhere. */
export const hasOthers = (step: WayStep, { way }: Offer): boolean =>
  offersOf(step).some((other) => other.way !== way && !other.way.isReset)

/** The address of the step that resets the password. */
export const resetHref = (step: WayStep): string | undefined => offersOf(step).find(({ way }) => way.isReset)?.way.fragment
