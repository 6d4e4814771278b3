import { useWords } from '../words/use-words.js'
import './password-strength.css'

interface PasswordStrengthProps {
  /** 0 to 4; null while nothing was measured. */
  score: number | null
  minimum: number
}

/** How hard the typed password is to guess, in words and as a bar; whether it will be taken, the words say. */
export function PasswordStrength({ score, minimum }: PasswordStrengthProps) {
  const words = useWords()
  const names = [
    words.passwordStrength__weak,
    words.passwordStrength__weak,
    words.passwordStrength__fair,
    words.passwordStrength__good,
    words.passwordStrength__strong,
  ]
  const text = score === null ? '' : score < minimum ? words.passwordStrength__tooWeak : names[score]
  return (
    <div class={`strength${score !== null && score >= minimum ? ' enough' : ''}`}>
      <div class="strength-bar" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} class={score !== null && Math.max(score, 1) >= step ? 'reached' : ''} />
        ))}
      </div>
      <p class="note" role="status">
        {text}
      </p>
    </div>
  )
}
