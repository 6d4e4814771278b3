import type { Totp } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import { addressOf } from '../components/avatar.js'
import { HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { type Account, useFrontDesk } from '../front-desk.js'
import { AddAuthenticator } from '../two-step/add-authenticator.js'
import { BackupCodes } from '../two-step/backup-codes.js'
import { fill } from '../words/fill.js'
import { passwordHint } from '../words/password-hint.js'
import { useWords } from '../words/use-words.js'

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

function SetUpTwoSteps({ session, onDone }: TaskProps) {
  const words = useWords()
  const { start, totpCode } = words.taskSetupMfa
  const [codes, setCodes] = useState<string[]>()
  const added = ({ backup_codes }: Totp) => (backup_codes ? setCodes(backup_codes) : onDone())
  if (codes)
    return (
      <Screen key="codes" title={words.userProfile.backupCodePage.title__codelist}>
        <BackupCodes codes={codes} done={totpCode.success.finishButton} onDone={onDone} />
      </Screen>
    )
  return (
    <Screen title={start.title} lead={start.subtitle} foot={<SignOut session={session} />}>
      <AddAuthenticator onAdded={added} />
    </Screen>
  )
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

/** For whoever is in the wrong account, or can't do it now. */
function SignOut({ session }: Pick<TaskProps, 'session'>) {
  const { api } = useFrontDesk()
  const { signOut } = useWords().taskSetupMfa
  const { busy, problem, perform } = useAction()
  const leave = async () => {
    await api.sessions.removeSession({ session_id: session.id })
    location.reload()
  }
  const identifier = addressOf(session.user) ?? session.user.username ?? ''
  return (
    <>
      {fill(signOut.actionText, { identifier })}{' '}
      <button type="button" class="text-button" aria-disabled={busy} onClick={() => perform(leave)}>
        {signOut.actionLink}
      </button>
      <span role="alert">{problem}</span>
    </>
  )
}
