import type { SignIn as SignInResource } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import { AccountChooser } from '../components/account-chooser.js'
import type { FieldErrors } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { leave, wantedAddress } from '../navigation/leave.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { useStep } from '../navigation/use-step.js'
import { EmailCode } from './email-code.js'
import { Identifier } from './identifier.js'
import { Methods } from './methods.js'
import { NewPassword } from './new-password.js'
import { Password } from './password.js'
import { signInScreen } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'
import { Unsupported } from './unsupported.js'

/** The sign-in page. Shows the step that the server's state requires. */
export function SignIn() {
  const { client, sessions, settings } = useFrontDesk()
  const [step, setStep] = useStep()
  const [attempt, setAttempt] = useState(client?.sign_in ?? null)
  const [initialErrors, setInitialErrors] = useState<FieldErrors>()
  const [problem, setProblem] = useState<string>()
  const destination = wantedAddress() ?? settings.afterSignInUrl

  const explainStaleAttempt = useStaleAttempt(destination)
  const onRestart = () => setStep(sessions.length > 0 ? '#add-account' : '')
  const onAnswer: StepProps['onAnswer'] = async (request, errors) => {
    let answer: SignInResource
    try {
      answer = await request
    } catch (error) {
      setProblem(await explainStaleAttempt(error))
      return onRestart()
    }
    if (answer.status === 'complete') return leave(destination)
    setAttempt(answer)
    setInitialErrors(errors)
    setProblem(undefined)
    setStep('#continue')
  }

  const screen = signInScreen(attempt, step, Date.now())
  if (screen === 'identifier' && sessions.length > 0 && step !== '#add-account') {
    return <AccountChooser destination={destination} onAddAccount={() => setStep('#add-account')} />
  }
  if (!attempt || screen === 'identifier') return <Identifier attempt={attempt} onAnswer={onAnswer} problem={problem} />

  const props: StepProps = {
    attempt,
    onAnswer,
    onRestart,
  }
  switch (screen) {
    case 'password':
      return <Password {...props} initialErrors={initialErrors} />
    case 'email-code':
      return <EmailCode key={screen} {...props} strategy="email_code" />
    case 'reset-code':
      return <EmailCode key={screen} {...props} strategy="reset_password_email_code" />
    case 'new-password':
      return <NewPassword {...props} />
    case 'methods':
      return <Methods {...props} />
    case 'unsupported':
      return <Unsupported {...props} />
  }
}
