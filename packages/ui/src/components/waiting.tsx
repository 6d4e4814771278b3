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
