import { Checkbox, HiddenField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { NewPasswordField } from '../components/new-password-field.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import type { StepProps } from './step-props.js'

/** The last step of a reset: sets the new password, which completes the sign-in. */
export function NewPassword({ attempt, onAnswer }: StepProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  return (
    <Screen title={words.signIn.resetPassword.title}>
      <Form
        onSubmit={({ password, sign_out_of_other_sessions }) =>
          onAnswer(api.signIns.resetPassword({ sign_in_id: attempt.id, password, sign_out_of_other_sessions }))
        }
      >
        <HiddenField name="identifier" type="text" autoComplete="username" value={attempt.identifier ?? ''} />
        <NewPasswordField label={words.formFieldLabel__newPassword} name="password" />
        <Checkbox name="sign_out_of_other_sessions" label={words.formFieldLabel__signOutOfOtherSessions} />
        <SubmitButton>{words.signIn.resetPassword.formButtonPrimary}</SubmitButton>
      </Form>
    </Screen>
  )
}
