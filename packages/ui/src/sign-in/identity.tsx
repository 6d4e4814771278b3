import type { StepProps } from './step-props.js'

/** Who is signing in, with a link to start again as somebody else. */
export function Identity({ attempt, onRestart }: Pick<StepProps, 'attempt' | 'onRestart'>) {
  return (
    <span class="chip">
      <strong>{attempt.identifier}</strong>{' '}
      <button type="button" class="text-button" onClick={onRestart}>
        Change<span class="sr-only"> account</span>
      </button>
    </span>
  )
}
