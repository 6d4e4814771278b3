import { useState } from 'preact/hooks'
import { RequestFailure, sentence } from '../client/failure.js'
import { hushNotice } from './announce.js'

/** A request made by a button rather than a form: one at a time, its refusal kept to be shown. */
export function useAction() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const perform = async (action: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    hushNotice()
    try {
      await action()
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      setProblem(error.lines.map(sentence).join(' '))
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, perform }
}
