import { useEffect, useState } from 'preact/hooks'
import { RequestFailure, unanswered } from '../client/failure.js'
import { useFrontDesk } from '../front-desk.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import type { Begin, Way } from './way.js'
import { ways } from './ways.js'

/** Runs what the ways do by themselves while the first screen is shown. `isAwaited`: the screen is to wait for one of them. */
export function useAttendants(begin: (strategy: string) => Begin, shown: { isFirst: boolean; isForm: boolean }) {
  const page = useFrontDesk()
  const words = useWords()
  const [isAwaited, setAwaited] = useState(false)
  const [problem, setProblem] = useState<string>()

  const run = async ({ strategy, attend }: Way, signal: AbortSignal) => {
    if (!attend?.isDue(page, new URL(location.href))) return
    if (attend.isAwaited) setAwaited(true)
    try {
      const go = await attend.load().catch(() => {
        throw unanswered()
      })
      if (!signal.aborted) await go(begin(strategy), signal)
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (!signal.aborted) setProblem(failureText(words, error))
    } finally {
      if (attend.isAwaited) setAwaited(false)
    }
  }
  const runAll = (isShown: boolean, needsForm: boolean) => {
    if (!isShown) return
    const ending = new AbortController()
    for (const way of ways) if ((way.attend?.needsForm ?? false) === needsForm) run(way, ending.signal)
    return () => ending.abort()
  }
  useEffect(() => runAll(shown.isFirst, false), [shown.isFirst])
  useEffect(() => runAll(shown.isForm, true), [shown.isForm])

  return { isAwaited, problem }
}
