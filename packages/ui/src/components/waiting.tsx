import { useEffect } from 'preact/hooks'
import { type RequestFailure, whenPassed } from '../client/failure.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import './waiting.css'

/** Shown until the first answers arrive. */
export const Loading = () => (
  <main class="waiting" aria-busy="true">
    <Spinner />
  </main>
)

/** Invisible at first, so that nothing flickers if the server is quick. */
export function Spinner() {
  const words = useWords()
  return (
    <p class="spinner-late">
      <span class="sr-only">{words.loading}</span>
    </p>
  )
}

/** Says why there is no page, and tries again by itself once that has passed. */
export function Failed({ reason, onRetry }: { reason: RequestFailure; onRetry(): void }) {
  const words = useWords()
  useEffect(() => whenPassed(reason, onRetry), [reason])
  return (
    <main class="waiting">
      <h1>{words.notLoaded}</h1>
      <p role="alert">{failureText(words, reason)}</p>
      <button type="button" class="button" onClick={onRetry}>
        {words.tryAgain}
      </button>
    </main>
  )
}
