import type { SignIn as SignInResource } from '@frontdesk/contract'
import { useLayoutEffect, useState } from 'preact/hooks'
import { AccountChooser, ChooserFrame } from '../components/account-chooser.js'
import type { FieldErrors } from '../components/form.js'
import { lazily, preload } from '../components/lazily.js'
import { Loading } from '../components/waiting.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { leave, wantedAddress } from '../navigation/leave.js'
import { takeReason } from '../navigation/reason.js'
import { useArrival } from '../navigation/use-arrival.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { isStart, useStep } from '../navigation/use-step.js'
import { noteUsed } from '../ways/last-used.js'
import { useAttendants } from '../ways/use-attendants.js'
import { type Begin, neverBegun } from '../ways/way.js'
import { pressWay } from '../ways/way-buttons.js'
import { useWords } from '../words/use-words.js'
import { Identifier } from './identifier.js'
import { Identity } from './identity.js'
import { signInScreen, wayStepOf } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'
import { Unsupported } from './unsupported.js'
import { WayScreen } from './way-screen.js'

/** Seldom needed, and never first. */
const NewPassword = lazily(() => import('./new-password.js').then((module) => module.NewPassword))
const Methods = lazily(() => import('../ways/methods.js').then((module) => module.Methods))

/** What will probably be the first screen, to give the card its size while the page waits. */
const Frame = () =>
  useFrontDesk().seemsSignedIn ? (
    <ChooserFrame />
  ) : (
    <Identifier attempt={null} onAnswer={async () => {}} begin={neverBegun} problem={undefined} />
  )

/** The sign-in page. Shows the step that the server's state requires. */
function SignIn() {
  const page = useFrontDesk()
  const { client, environment, returnAddress, sessions, settings } = page
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
    if (answer.status === 'complete') {
      const { strategy } = answer.first_factor_verification ?? {}
      if (strategy) noteUsed(strategy)
      return leave(destination())
    }
    const next = signInScreen(answer, '#continue')
    if (typeof next === 'object') await preload(next.way.screen)
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

  const begin = (strategy: string): Begin => ({
    of: 'sign-in',
    page,
    strategy,
    destination: destination(),
    attempt,
    answer: onAnswer,
  })
  const addsAccount = step === '#add-account' && !environment.auth_config.single_session_mode
  const isFirst = screen === 'identifier'
  const isChooser = isFirst && sessions.length > 0 && !addsAccount
  const attendants = useAttendants(begin, { isFirst, isForm: isFirst && !isChooser })

  if (isFirst && attendants.isAwaited) return <Loading />
  if (isChooser) {
    return <AccountChooser destination={destination} onAddAccount={() => steps.advance('#add-account')} />
  }
  if (!attempt || isFirst) {
    return <Identifier attempt={attempt} onAnswer={onAnswer} begin={begin} problem={problem ?? attendants.problem} />
  }

  const props: StepProps = { attempt, onAnswer, onRestart }
  switch (screen) {
    case 'new-password':
      return <NewPassword {...props} />
    case 'methods':
      return (
        <Methods
          key={attempt.status}
          step={wayStepOf(attempt)!} // there is one where there are methods
          identity={<Identity {...props} />}
          onPress={({ factor }) => pressWay(begin(factor.strategy))}
        />
      )
    case 'unsupported':
      return <Unsupported {...props} />
    default:
      return <WayScreen key={attempt.status + screen.factor.strategy} {...props} offer={screen} initialErrors={initialErrors} />
  }
}

export const signInPage: PageComponents = { Page: SignIn, Frame }
