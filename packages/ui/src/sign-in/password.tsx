import { HiddenField, PasswordField } from '../components/field.js'
import { type FieldErrors, Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { Identity } from './identity.js'
import { codeFactor } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'

export function Password(props: StepProps & { initialErrors: FieldErrors | undefined }) {
  const { attempt, onAnswer, initialErrors } = props
  const { api } = useFrontDesk()
  const words = useWords()

  return (
    <Screen title={words.signIn.password.title} lead={<Identity {...props} />}>
      <Form
        initialErrors={initialErrors}
        onSubmit={({ password }) =>
          onAnswer(api.signIns.attemptFirstFactor({ sign_in_id: attempt.id, strategy: 'password', password }))
        }
      >
        <HiddenField name="identifier" type="text" autoComplete="username" value={attempt.identifier ?? ''} />
        <PasswordField
          label={words.formFieldLabel__password}
          name="password"
          autoComplete="current-password"
          aside={
            codeFactor(attempt, 'reset_password_email_code') && (
              <a href="#reset-password">{words.formFieldAction__forgotPassword}</a>
            )
          }
        />
        <SubmitButton>{words.signIn.password.formButtonPrimary}</SubmitButton>
      </Form>
      {codeFactor(attempt, 'email_code') && (
        <p class="card-actions">
          <a href="#methods">{words.signIn.password.actionLink}</a>
        </p>
      )}
    </Screen>
  )
}
