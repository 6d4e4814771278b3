import { useEffect, useState } from 'preact/hooks'
import { unanswered } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { wayOf } from './chosen-way.js'
import { lastUsed, noteUsed } from './last-used.js'
import type { Begin, Press } from './way.js'
import { ways } from './ways.js'
import './way-buttons.css'

/** The buttons of all ways that have any there. */
export function useWayButtons(of: Begin['of']) {
  const page = useFrontDesk()
  const words = useWords()
  return ways.flatMap(({ buttons }) => buttons?.(page, words, of) ?? [])
}

/** Fetches what the strategy's button does, and does it. @throws RequestFailure */
export async function pressWay(begin: Begin): Promise<unknown> {
  const load = wayOf(begin.strategy)?.press
  if (!load) return
  const press: Press = await load().catch(() => {
    throw unanswered()
  })
  noteUsed(begin.strategy)
  return press(begin)
}

/** The buttons area of the first screen, with a mark at the one that was used last. */
export function WayButtons({ of, begin }: { of: Begin['of']; begin(strategy: string): Begin }) {
  const page = useFrontDesk()
  const words = useWords()
  const { busy, problem, perform } = useAction()
  const [last, setLast] = useState<string | null>(null)
  useEffect(() => setLast(lastUsed(page)), []) // the server, which draws the same, knows it not

  const buttons = useWayButtons(of)
  return (
    <div class="way-buttons">
      {buttons.map(({ strategy, label, picture }) => (
        <button
          key={strategy}
          type="button"
          class="button"
          aria-disabled={busy}
          onClick={() => perform(() => pressWay(begin(strategy)))}
        >
          {picture}
          {label}
          {strategy === last && <span class="badge last-used">{words.lastAuthenticationStrategy}</span>}
        </button>
      ))}
      <Alert text={problem} />
    </div>
  )
}
