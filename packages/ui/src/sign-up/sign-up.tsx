import type { PageEnvironment, SignUp as SignUpResource } from '@frontdesk/contract'
import { useLayoutEffect, useState } from 'preact/hooks'
import { AccountChooser, ChooserFrame } from '../components/account-chooser.js'
import { Screen } from '../components/screen.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { crossLink, leave, wantedAddress } from '../navigation/leave.js'
import { useArrival } from '../navigation/use-arrival.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { isStart, useStep } from '../navigation/use-step.js'
import { useWords } from '../words/use-words.js'
import { Details, type DetailsProps } from './details.js'
import { missingFields, signUpFields, signUpScreen } from './sign-up-screen.js'
import { VerifyEmail } from './verify-email.js'

const isOpen = ({ user_settings }: PageEnvironment): boolean => user_settings.sign_up.mode === 'public'

/** The first screen: the form for a new account, unless only invited people may have one. */
function Start(props: Pick<DetailsProps, 'attempt' | 'onAnswer' | 'problem'>) {
  const { environment } = useFrontDesk()
  const { restrictedAccess, start } = useWords().signUp
  if (!isOpen(environment)) {
    return <Screen title={restrictedAccess.title} lead={restrictedAccess.subtitle} foot={<SignInLink {...restrictedAccess} />} />
  }
  return (
    <Details
      title={start.title}
      fields={signUpFields(environment.user_settings.attributes)}
      foot={<SignInLink {...start} />}
      {...props}
    />
  )
}

function SignInLink({ actionText, actionLink }: { actionText: string; actionLink: string }) {
  const { redirectUrl, sessions, settings } = useFrontDesk()
  return (
    <>
      {actionText} <a href={crossLink(settings.signInUrl, redirectUrl, sessions)}>{actionLink}</a>
    </>
  )
}

/** What will probably be the first screen, to give the card its size while the page waits. */
const Frame = () =>
  useFrontDesk().seemsSignedIn ? <ChooserFrame /> : <Start attempt={null} onAnswer={async () => {}} problem={undefined} />

/** The sign-up page. Shows what the server's state requires: missing fields, then the code. */
function SignUp() {
  const { client, environment, returnAddress, sessions, settings } = useFrontDesk()
  const { signUp: words, startAgain } = useWords()
  const { step, ...steps } = useStep()
  const [attempt, setAttempt] = useState(client?.sign_up ?? null)
  const [problem, setProblem] = useState<string>()
  const [overId, setOverId] = useState<string>()
  const destination = () => returnAddress ?? wantedAddress() ?? settings.afterSignUpUrl

  const clientAfter = useStaleAttempt(destination)
  useArrival(destination)
  const onRestart = () => steps.restart(sessions.length > 0 ? '#add-account' : '')
  const onAnswer = async (request: Promise<SignUpResource>) => {
    const hasLeft = steps.watch()
    let answer: SignUpResource
    try {
      answer = await request
    } catch (error) {
      await clientAfter(error)
      if (hasLeft()) return
      setProblem(startAgain)
      setOverId(attempt?.id)
      return onRestart()
    }
    if (answer.status === 'complete') return leave(destination())
    setAttempt(answer)
    if (hasLeft()) return
    setProblem(undefined)
    if (isStart(step)) steps.advance('#continue')
  }

  const screen = step === '#continue' && attempt?.id !== overId ? signUpScreen(attempt) : 'start'
  useLayoutEffect(() => {
    if (screen !== 'start' || isStart(step)) return
    if (sessions.length === 0) setProblem(startAgain)
    steps.restart('')
  }, [screen, step])

  const addsAccount = step === '#add-account' && !environment.auth_config.single_session_mode
  if (screen === 'start' && sessions.length > 0 && !addsAccount) {
    return <AccountChooser destination={destination} onAddAccount={() => steps.advance('#add-account')} />
  }
  if (!attempt || screen === 'start' || !isOpen(environment)) {
    return <Start attempt={attempt} onAnswer={onAnswer} problem={problem} />
  }
  switch (screen) {
    case 'missing':
      return (
        <Details
          key="missing"
          title={words.continue.title}
          fields={missingFields(attempt)}
          attempt={attempt}
          continuing={attempt.id}
          onAnswer={onAnswer}
          foot={<SignInLink {...words.continue} />}
        />
      )
    case 'verify-email':
      return <VerifyEmail attempt={attempt} onAnswer={onAnswer} onRestart={onRestart} />
    case 'unsupported':
      return <Screen title={words.unsupported.title} lead={words.unsupported.subtitle} foot={<SignInLink {...words.start} />} />
  }
}

export const signUpPage: PageComponents = { Page: SignUp, Frame }
