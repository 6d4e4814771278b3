import type { StepProps } from './sign-in.js'

/** Who is signing in, and the way back if that is wrong. */
export function Identity({ attempt, onRestart }: Pick<StepProps, 'attempt' | 'onRestart'>) {
  return (
    <span class="identity">
      <strong>{attempt.identifier}</strong>{' '}
      <button type="button" class="text-button" onClick={onRestart}>
        Change<span class="sr-only"> account</span>
      </button>
    </span>
  )
}
