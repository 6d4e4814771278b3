import { Screen } from '../components/screen.js'
import { useWords } from '../words/use-words.js'
import type { StepProps } from './step-props.js'

/** Says that the account needs a step that this page does not have. */
export function Unsupported({ onRestart }: StepProps) {
  const { noAvailableMethods: words } = useWords().signIn
  return (
    <Screen title={words.title} lead={words.message}>
      <button type="button" class="button" onClick={onRestart}>
        {words.actionLink}
      </button>
    </Screen>
  )
}
