import { addressOf } from '../components/avatar.js'
import { HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { lazily } from '../components/lazily.js'
import { Screen } from '../components/screen.js'
import { type Account, useFrontDesk } from '../front-desk.js'
import { passwordHint } from '../words/password-hint.js'
import { useWords } from '../words/use-words.js'
import { SignOut } from './sign-out.js'

const SetUpTwoSteps = lazily(() => import('./set-up-two-steps.js').then((module) => module.SetUpTwoSteps))

export interface TaskProps {
  /** A session that waits for something to be done. */
  session: Account
  /** Called once that is done. */
  onDone(): void
}

/** What is left to do before somebody is signed in. */
export function Task(props: TaskProps) {
  switch (props.session.tasks?.[0]?.key) {
    case 'reset-password':
      return <ResetPassword key="reset-password" {...props} />
    case 'setup-mfa':
      return <SetUpTwoSteps key="setup-mfa" {...props} />
    default:
      return <Unknown {...props} /> // a newer server's task
  }
}

function ResetPassword({ session, onDone }: TaskProps) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const { user } = session
  return (
    <Screen title={words.taskResetPassword.title} lead={words.taskResetPassword.subtitle} foot={<SignOut session={session} />}>
      <Form
        onSubmit={async ({ new_password }) => {
          await api.me.changePassword({ new_password, sign_out_of_other_sessions: true })
          if ((session.tasks ?? []).length <= 1) onDone()
        }}
      >
        <HiddenField name="username" type="text" autoComplete="username" value={addressOf(user) ?? user.username ?? ''} />
        <PasswordField
          label={words.formFieldLabel__newPassword}
          name="new_password"
          autoComplete="new-password"
          hint={passwordHint(words, environment)}
        />
        <SubmitButton>{words.taskResetPassword.formButtonPrimary}</SubmitButton>
      </Form>
    </Screen>
  )
}

function Unknown({ session }: TaskProps) {
  const { noAvailableMethods } = useWords().signIn
  return <Screen title={noAvailableMethods.title} lead={noAvailableMethods.message} foot={<SignOut session={session} />} />
}
