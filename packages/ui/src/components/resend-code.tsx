import { useEffect, useRef, useState } from 'preact/hooks'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { announce } from './announce.js'
import type { Code } from './use-code.js'

const waitSeconds = 30

interface ResendCodeProps {
  label: string
  code: Code
  /** What is said while it can't be pressed yet, with `{{seconds}}`. */
  countdown?: string
}

/** A button that asks for a new code: every 30 seconds while one is under way, at once where none is. */
export function ResendCode({ label, code, countdown }: ResendCodeProps) {
  const words = useWords()
  const { isLost, send } = code
  const [seconds, setSeconds] = useState(waitSeconds)
  const button = useRef<HTMLButtonElement>(null)
  const left = isLost ? 0 : seconds

  useEffect(() => {
    if (left === 0) return
    const tick = setTimeout(() => setSeconds(left - 1), 1_000)
    return () => clearTimeout(tick)
  }, [left])

  const resend = async () => {
    if (left > 0) return
    if (!(await send())) return
    setSeconds(waitSeconds)
    announce(words.resendNotice)
    emptyField(button.current)
  }

  return (
    <button ref={button} type="button" class="text-button" aria-disabled={left > 0} onClick={resend}>
      {left > 0 ? <span class="countdown">{fill(countdown ?? words.resendCountdown, { seconds: String(left) })}</span> : label}
    </button>
  )
}

/** The old code goes, with what was said of it; unless the person has left this screen. */
function emptyField(button: HTMLElement | null): void {
  const field = button?.closest('form, main, dialog')?.querySelector<HTMLInputElement>('[name=code]')
  if (!field) return
  field.value = ''
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}
