import type { LooseInputHTMLAttributes } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'
import { passwordHint } from '../words/password-hint.js'
import { useWords } from '../words/use-words.js'
import { PasswordField } from './field.js'
import { PasswordStrength } from './password-strength.js'

interface NewPasswordFieldProps extends Pick<LooseInputHTMLAttributes, 'autoFocus'> {
  label: string
  name: string
  required?: boolean
}

/** A password that somebody chooses. Where the instance asks for a strength, it is shown while they type; what measures it is loaded then. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { environment } = useFrontDesk()
  const words = useWords()
  const minimum = environment.user_settings.password_settings.min_zxcvbn_strength
  const [score, setScore] = useState<number | null>(null)
  const typed = useRef('')

  const measure = async (password: string) => {
    typed.current = password
    if (password === '') return setScore(null)
    const { strengthOf } = await import('../strength/strength.js')
    if (typed.current === password) setScore(strengthOf(password))
  }

  return (
    <>
      <PasswordField
        {...props}
        autoComplete="new-password"
        hint={passwordHint(words, environment)}
        {...(minimum > 0 && { onInput: (event) => measure(event.currentTarget.value) })}
      />
      {minimum > 0 && <PasswordStrength score={score} minimum={minimum} />}
    </>
  )
}
