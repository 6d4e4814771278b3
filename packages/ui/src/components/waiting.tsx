import { useContext } from 'preact/hooks'
import { useWords } from '../words/use-words.js'
import { InDialog } from './in-dialog.js'
import './waiting.css'

/** Shown until the first answers arrive. */
export function Loading() {
  const Part = useContext(InDialog) ? 'div' : 'main'
  return (
    <Part class="waiting" aria-busy="true">
      <Spinner />
    </Part>
  )
}

/** Invisible at first, so that nothing flickers if the server is quick. */
export function Spinner() {
  const words = useWords()
  return (
    <p class="spinner-late">
      <span class="sr-only">{words.loading}</span>
    </p>
  )
}
