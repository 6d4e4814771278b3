import { useEffect } from 'preact/hooks'
import { type RequestFailure, whenPassed } from '../client/failure.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import { Screen } from './screen.js'

/** Says why there is no page, and tries again by itself once that has passed. */
export function Failed({ reason, onRetry }: { reason: RequestFailure; onRetry(): void }) {
  const words = useWords()
  useEffect(() => whenPassed(reason, onRetry), [reason])
  return (
    <Screen title={words.notLoaded} lead={<span role="alert">{failureText(words, reason)}</span>}>
      <button type="button" class="button primary" onClick={onRetry}>
        {words.tryAgain}
      </button>
    </Screen>
  )
}
