import type { SignUp as SignUpResource } from '@frontdesk/contract'
import { useLayoutEffect, useState } from 'preact/hooks'
import { AccountChooser } from '../components/account-chooser.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { crossLink, leave, wantedAddress } from '../navigation/leave.js'
import { useArrival } from '../navigation/use-arrival.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { isStart, useStep } from '../navigation/use-step.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Details } from './details.js'
import { missingFields, signUpFields, signUpScreen } from './sign-up-screen.js'
import { VerifyEmail } from './verify-email.js'

/** The sign-up page. Shows what the server's state requires: missing fields, then the code. */
export function SignUp() {
  const { client, environment, sessions, settings } = useFrontDesk()
  const { signUp: words, startAgain } = useWords()
  const { step, ...steps } = useStep()
  const [attempt, setAttempt] = useState(client?.sign_up ?? null)
  const [problem, setProblem] = useState<string>()
  const [overId, setOverId] = useState<string>()
  const destination = wantedAddress() ?? settings.afterSignUpUrl

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
    if (answer.status === 'complete') return leave(destination)
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
  const signIn = ({ actionText, actionLink }: typeof words.start) => (
    <>
      {actionText} <a href={crossLink(settings.signInUrl, sessions)}>{actionLink}</a>
    </>
  )
  if (environment.user_settings.sign_up.mode !== 'public') {
    return (
      <Screen
        title={words.restrictedAccess.title}
        lead={fill(words.restrictedAccess.subtitle, { applicationName: settings.applicationName })}
        foot={signIn(words.restrictedAccess)}
      />
    )
  }

  if (!attempt || screen === 'start') {
    return (
      <Details
        key="start"
        title={words.start.title}
        fields={signUpFields(environment.user_settings.attributes)}
        attempt={attempt}
        onAnswer={onAnswer}
        problem={problem}
        foot={signIn(words.start)}
      />
    )
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
          foot={signIn(words.continue)}
        />
      )
    case 'verify-email':
      return <VerifyEmail attempt={attempt} onAnswer={onAnswer} onRestart={onRestart} />
    case 'unsupported':
      return <Screen title={words.unsupported.title} lead={words.unsupported.subtitle} foot={signIn(words.start)} />
  }
}
