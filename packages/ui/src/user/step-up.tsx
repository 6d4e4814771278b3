import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { setStepUp } from '../client/step-up.js'
import { InDialog } from '../components/in-dialog.js'
import { lazily } from '../components/lazily.js'
import { useWords } from '../words/use-words.js'
import './step-up.css'

const Verification = lazily(() => import('./verification.js').then((module) => module.Verification))

/** Asks in a dialog, above a page that stays as it is: what was typed below is sent once it is answered. */
export function StepUp() {
  const [answer, setAnswer] = useState<((isVerified: boolean) => void) | null>(null)
  useEffect(() => {
    setStepUp(() => new Promise((resolve) => setAnswer(() => resolve)))
    return () => setStepUp(undefined)
  }, [])
  if (!answer) return null
  const end = (isVerified: boolean) => {
    setAnswer(null)
    answer(isVerified)
  }
  return <Dialog onEnd={end} />
}

function Dialog({ onEnd }: { onEnd(isVerified: boolean): void }) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const shown = dialog.current!
    shown.showModal()
    return () => shown.close() // which gives the focus back
  }, [])
  return (
    <dialog ref={dialog} class="step-up" aria-label={words.reverification.title} onCancel={() => onEnd(false)}>
      <p class="step-up-why">{words.reverification.subtitle}</p>
      <InDialog.Provider value={true}>
        <Verification onVerified={() => onEnd(true)} />
      </InDialog.Provider>
      <p class="step-up-cancel">
        <button type="button" class="text-button" onClick={() => onEnd(false)}>
          {words.userProfile.formButtonReset}
        </button>
      </p>
    </dialog>
  )
}
