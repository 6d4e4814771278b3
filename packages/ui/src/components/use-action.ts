import { useState } from 'preact/hooks'
import { RequestFailure, sentence } from '../client/failure.js'
import { hushNotice } from './announce.js'

/** A request made by a button rather than a form: one at a time, its refusal kept to be shown. */
export function useAction() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  /** For what the page does by itself, as when it loads a list: a notice of what was done before stays. */
  const load = async (action: () => Promise<unknown>) => {
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
  /** For what a person asks for. */
  const perform = (action: () => Promise<unknown>) => {
    if (!busy) hushNotice()
    return load(action)
  }
  return { busy, problem, perform, load }
}
