import { Checkbox, HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import type { StepProps } from './step-props.js'

/** The last step of a reset: sets the new password, which completes the sign-in. */
export function NewPassword({ attempt, onAnswer }: StepProps) {
  const { api, environment } = useFrontDesk()
  return (
    <Screen title="Choose a new password">
      <Form
        onSubmit={({ password, sign_out_of_other_sessions }) =>
          onAnswer(api.signIns.resetPassword({ sign_in_id: attempt.id, password, sign_out_of_other_sessions }))
        }
      >
        <HiddenField name="identifier" type="text" autoComplete="username" value={attempt.identifier ?? ''} />
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint={`At least ${environment.user_settings.password_settings.min_length} characters`}
        />
        <Checkbox name="sign_out_of_other_sessions" label="Sign out of all other devices" />
        <SubmitButton>Save and sign in</SubmitButton>
      </Form>
    </Screen>
  )
}
