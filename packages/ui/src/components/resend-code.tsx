import { useEffect, useState } from 'preact/hooks'
import { announce } from './announce.js'
import { Alert } from './form.js'
import { useAction } from './use-action.js'

const waitSeconds = 30

/** A button that asks for a new code, at most every 30 seconds. */
export function ResendCode({ onResend }: { onResend(): Promise<unknown> }) {
  const [seconds, setSeconds] = useState(waitSeconds)
  const { problem, perform } = useAction()

  useEffect(() => {
    if (seconds === 0) return
    const tick = setTimeout(() => setSeconds(seconds - 1), 1_000)
    return () => clearTimeout(tick)
  }, [seconds])

  const resend = async () => {
    if (seconds > 0) return
    setSeconds(waitSeconds)
    await perform(async () => {
      await onResend()
      announce('A new code is on its way.')
    })
  }

  return (
    <>
      <button type="button" class="text-button" aria-disabled={seconds > 0} onClick={resend}>
        Resend code
        {seconds > 0 && <span class="countdown"> in {seconds} s</span>}
      </button>
      <Alert text={problem} />
    </>
  )
}
