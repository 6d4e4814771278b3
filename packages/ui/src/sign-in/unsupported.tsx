import { Screen } from '../components/screen.js'
import type { StepProps } from './step-props.js'

/** Says that the account needs a step that this page does not have. */
export function Unsupported({ onRestart }: StepProps) {
  return (
    <Screen
      title="This account cannot sign in here"
      lead="It asks for a method that this page does not offer. Ask the people who run this application for help."
    >
      <button type="button" class="button" onClick={onRestart}>
        Use another account
      </button>
    </Screen>
  )
}
