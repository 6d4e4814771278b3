import { useState } from 'preact/hooks'
import { RequestFailure, sentence } from '../client/failure.js'
import { hideNotice } from './announce.js'

/** For requests that a button makes, not a form: runs one at a time and keeps the error message for the screen to show. */
export function useAction() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  /** For what the page does by itself, such as loading a list: leaves a notice about the previous action in place. */
  const performQuietly = async (action: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await action()
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      setProblem(error.lines.map(sentence).join(' '))
    } finally {
      setBusy(false)
    }
  }
  /** For what the user asked for: hides the notice about the previous action. */
  const perform = (action: () => Promise<unknown>) => {
    if (!busy) hideNotice()
    return performQuietly(action)
  }
  return { busy, problem, perform, performQuietly }
}
