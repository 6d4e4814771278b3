import type { PageEnvironment, SignUp as SignUpResource } from '@frontdesk/contract'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { AccountChooser, ChooserFrame } from '../components/account-chooser.js'
import { Address } from '../components/address.js'
import { Alert } from '../components/form.js'
import { preload } from '../components/lazily.js'
import { Screen } from '../components/screen.js'
import { Loading } from '../components/waiting.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { crossLink, leave, wantedAddress } from '../navigation/leave.js'
import { takeTyped } from '../navigation/typed.js'
import { useArrival } from '../navigation/use-arrival.js'
import { useStaleAttempt } from '../navigation/use-stale-attempt.js'
import { isStart, useStep } from '../navigation/use-step.js'
import { useAttendants } from '../ways/use-attendants.js'
import { type Begin, neverBegun } from '../ways/way.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Details, type DetailsProps } from './details.js'
import { missingFields, signUpFields, signUpScreen } from './sign-up-screen.js'
import { verificationOf } from './verifications.js'

const isOpen = ({ user_settings }: PageEnvironment): boolean => user_settings.sign_up.mode === 'public'

/** The first screen: the form for a new account, unless only invited people may have one. */
function Start(props: Pick<DetailsProps, 'begin' | 'known' | 'onAnswer' | 'problem'>) {
  const { environment, redirectUrl, sessions, settings } = useFrontDesk()
  const { restrictedAccess, start, waitlist } = useWords().signUp
  if (!isOpen(environment)) {
    const isWaitlist = environment.user_settings.sign_up.mode === 'waitlist'
    return (
      <Screen
        title={restrictedAccess.title}
        lead={isWaitlist ? waitlist.subtitle : restrictedAccess.subtitle}
        foot={<SignInLink {...restrictedAccess} />}
      >
        {isWaitlist && (
          <a class="button primary" href={crossLink(settings.waitlistUrl, redirectUrl, sessions)}>
            {waitlist.actionLink}
          </a>
        )}
        <Alert text={props.problem} />
      </Screen>
    )
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

/** The address that was invited, which stays as it is. */
function Invited({ as }: { as: string | null }) {
  const identifier = (
    <strong>
      <Address>{as}</Address>
    </strong>
  )
  return <>{fillWith(useWords().signUp.ticket.subtitle, { identifier })}</>
}

/** What will probably be the first screen, to give the card its size while the page waits. */
const Frame = () =>
  useFrontDesk().seemsSignedIn ? (
    <ChooserFrame />
  ) : (
    <Start known={{}} onAnswer={async () => {}} begin={neverBegun} problem={undefined} />
  )

/** The sign-up page. Shows what the server's state requires: missing fields, then the code. */
function SignUp() {
  const page = useFrontDesk()
  const { client, environment, returnAddress, sessions, settings } = page
  const { signUp: words, startAgain } = useWords()
  const { step, ...steps } = useStep()
  const [attempt, setAttempt] = useState(client?.sign_up ?? null)
  const [problem, setProblem] = useState<string>()
  const [typed, setTyped] = useState<Record<string, string>>({})
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
    await preload(verificationOf(answer)?.screen)
    setAttempt(answer)
    if (hasLeft()) return
    setProblem(undefined)
    if (isStart(step)) steps.advance('#continue')
  }

  const screen = step === '#continue' && attempt?.id !== overId ? signUpScreen(attempt) : 'start'
  useEffect(() => setTyped(takeTyped()), [])
  useLayoutEffect(() => {
    if (screen !== 'start' || isStart(step)) return
    if (sessions.length === 0) setProblem(startAgain)
    steps.restart('')
  }, [screen, step])

  const begin = (strategy: string): Begin => ({
    of: 'sign-up',
    page,
    strategy,
    destination: destination(),
    attempt,
    answer: onAnswer,
  })
  const addsAccount = step === '#add-account' && !environment.auth_config.single_session_mode
  const isFirst = screen === 'start'
  const isChooser = isFirst && sessions.length > 0 && !addsAccount
  const attendants = useAttendants(begin, { isFirst, isForm: isFirst && !isChooser })

  if (isFirst && attendants.isAwaited) return <Loading />
  if (isChooser) {
    return <AccountChooser destination={destination} onAddAccount={() => steps.advance('#add-account')} />
  }
  if (!attempt || isFirst) {
    return (
      <Start
        key={Object.keys(typed).join()}
        known={{ ...attempt, ...typed }}
        onAnswer={onAnswer}
        begin={begin}
        problem={problem ?? attendants.problem}
      />
    )
  }
  switch (screen) {
    case 'missing':
      return (
        <Details
          key="missing"
          title={words.continue.title}
          lead={attempt.verifications.email_address?.strategy === 'ticket' && <Invited as={attempt.email_address} />}
          fields={missingFields(attempt)}
          known={attempt}
          continuing={attempt}
          onAnswer={onAnswer}
          foot={<SignInLink {...words.continue} />}
        />
      )
    case 'verify': {
      const { screen: Verify, strategy } = verificationOf(attempt)! // there is one where something is to be verified
      return <Verify key={strategy} attempt={attempt} onAnswer={onAnswer} onRestart={onRestart} />
    }
    case 'unsupported':
      return <Screen title={words.unsupported.title} lead={words.unsupported.subtitle} foot={<SignInLink {...words.start} />} />
  }
}

export const signUpPage: PageComponents = { Page: SignUp, Frame }
