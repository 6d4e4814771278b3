import { useWords } from '../words/use-words.js'
import { Screen } from './screen.js'

/** What a page shows in the place of itself where scripts don't run. */
export function WithoutScript() {
  const { noScript, noScript__title } = useWords().document
  return <Screen title={noScript__title} lead={noScript} />
}
