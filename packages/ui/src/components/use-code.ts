import { useRef, useState } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { useAction } from './use-action.js'

/** After these no code that was sent can be the right one any more. */
const endings = ['verification_failed', 'verification_expired', 'verification_missing']
/** So many wrong ones use up a code where nothing else is configured, and let everybody wish for another. */
const manyMistakes = 3

/** The code that a screen asks for. `request` has one mailed. */
export function useCode(request: () => Promise<unknown>) {
  const [isLost, setLost] = useState(false)
  const { problem, perform } = useAction()
  const mistakes = useRef(0)

  const send = () =>
    perform(async () => {
      setLost(true)
      await request()
      mistakes.current = 0
      setLost(false)
    })
  /** Waits for the answer to a typed code. */
  const check = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.hasCode('form_code_incorrect')) mistakes.current++
      if (mistakes.current >= manyMistakes || endings.some((ending) => error.hasCode(ending))) setLost(true)
      throw error
    }
  }
  /** `isLost`: there is no code that could be typed, so that a new one may be asked for at once. */
  return { isLost, problem, send, check }
}

export type Code = ReturnType<typeof useCode>
