import type { SignIn as SignInResource } from '@frontdesk/contract'
import { useLayoutEffect, useState } from 'preact/hooks'
import { AccountChooser, ChooserFrame } from '../components/account-chooser.js'
import type { FieldErrors } from '../components/form.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { leave, wantedAddress } from '../navigation/leave.js'
import { takeReason } from '../navigation/reason.js'
import { useArrival } from '../navigation/use-arrival.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { isStart, useStep } from '../navigation/use-step.js'
import { useWords } from '../words/use-words.js'
import { EmailCode } from './email-code.js'
import { Identifier } from './identifier.js'
import { Methods } from './methods.js'
import { NewPassword } from './new-password.js'
import { Password } from './password.js'
import { signInScreen } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'
import { Unsupported } from './unsupported.js'

/** What will probably be the first screen, to give the card its size while the page waits. */
const Frame = () =>
  useFrontDesk().seemsSignedIn ? <ChooserFrame /> : <Identifier attempt={null} onAnswer={async () => {}} problem={undefined} />

/** The sign-in page. Shows the step that the server's state requires. */
function SignIn() {
  const { client, environment, returnAddress, sessions, settings } = useFrontDesk()
  const { startAgain, signedOut } = useWords()
  const { step, ...steps } = useStep()
  const [attempt, setAttempt] = useState(client?.sign_in ?? null)
  const [initialErrors, setInitialErrors] = useState<FieldErrors>()
  const [problem, setProblem] = useState<string>()
  const [overId, setOverId] = useState<string>()
  const destination = () => returnAddress ?? wantedAddress() ?? settings.afterSignInUrl

  const clientAfter = useStaleAttempt(destination)
  useArrival(destination)
  const onRestart = () => steps.restart(sessions.length > 0 ? '#add-account' : '')
  const onAnswer: StepProps['onAnswer'] = async (request, errors) => {
    const hasLeft = steps.watch()
    let answer: SignInResource
    try {
      answer = await request
    } catch (error) {
      const isProofOld = attempt?.status === 'needs_new_password'
      const { sign_in: present = null } =
        (await clientAfter(error, isProofOld ? ['verification_expired', 'verification_missing'] : [])) ?? {}
      if (hasLeft()) return
      if (present && present.id === attempt?.id && present.status !== attempt.status) {
        setAttempt(present)
        return steps.passOn('#continue')
      }
      setProblem(startAgain)
      setOverId(attempt?.id)
      return onRestart()
    }
    if (answer.status === 'complete') return leave(destination())
    setAttempt(answer)
    if (hasLeft()) return
    setInitialErrors(errors)
    setProblem(undefined)
    if (isStart(step)) steps.advance('#continue')
    else if (answer.status !== attempt?.status) steps.passOn('#continue')
  }

  const screen = attempt?.id === overId ? 'identifier' : signInScreen(attempt, step)
  useLayoutEffect(() => {
    if (takeReason() === 'signed-out') setProblem(signedOut)
  }, [])
  useLayoutEffect(() => {
    if (screen !== 'identifier' || isStart(step)) return
    if (sessions.length === 0) setProblem(startAgain)
    steps.restart('')
  }, [screen, step])

  const addsAccount = step === '#add-account' && !environment.auth_config.single_session_mode
  if (screen === 'identifier' && sessions.length > 0 && !addsAccount) {
    return <AccountChooser destination={destination} onAddAccount={() => steps.advance('#add-account')} />
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

export const signInPage: PageComponents = { Page: SignIn, Frame }
