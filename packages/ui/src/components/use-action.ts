import { useRef, useState } from 'preact/hooks'
import { RequestFailure, whenPassed } from '../client/failure.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import { hideNotice } from './notify.js'

/** For requests that a button makes, not a form: runs one at a time and keeps the error message for the screen to show. */
export function useAction() {
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const running = useRef(false) // a ref, because state changes with the next render: a second click would get through

  /** For what the page does by itself, such as loading a list: leaves a notice about the previous action in place. Resolves with whether it worked. */
  const performQuietly = async (action: () => Promise<unknown>) => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      await action()
      return true
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      const text = failureText(words, error)
      setProblem(text)
      whenPassed(error, () => setProblem((present) => (present === text ? undefined : present)))
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  /** For what the user asked for: hides the notice about the previous action. */
  const perform = (action: () => Promise<unknown>) => {
    if (!running.current) hideNotice()
    return performQuietly(action)
  }
  return { busy, problem, perform, performQuietly }
}

export type Action = ReturnType<typeof useAction>
