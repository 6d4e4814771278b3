import type { SessionVerification } from '@frontdesk/contract'
import { useEffect, useState } from 'preact/hooks'
import { Address } from '../components/address.js'
import { addressOf } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { Loading } from '../components/waiting.js'
import { useFrontDesk } from '../front-desk.js'
import { chosenOffer, hasOthers } from '../ways/chosen-way.js'
import { idsOf, isSent } from '../ways/factor.js'
import { Methods } from '../ways/methods.js'
import type { WayProps, WayStep } from '../ways/way.js'
import { useWords } from '../words/use-words.js'

/** The ways of the person's account to show once more who they are, with the screens that sign in, too. */
export function Verification({ onVerified }: { onVerified(): void }) {
  const { api, activeSession } = useFrontDesk()
  const words = useWords()
  const { problem, perform } = useAction()
  const [verification, setVerification] = useState<SessionVerification>()
  const [fragment, setFragment] = useState('')
  const [about] = useState({ session_id: activeSession?.id ?? '' }) // of the person whose request waits

  useEffect(() => {
    perform(async () => setVerification(await api.sessions.startVerification({ ...about, level: 'second_factor' })))
  }, [])

  const take = async (request: Promise<SessionVerification>) => {
    const answer = await request
    if (answer.status === 'complete') return onVerified()
    if (answer.status !== verification?.status) setFragment('')
    setVerification(answer)
  }
  if (!verification) return problem ? <Alert text={problem} /> : <Loading />

  const identifier = (activeSession && (addressOf(activeSession.user) ?? activeSession.user.username)) ?? null
  const isSecond = verification.status === 'needs_second_factor'
  const step: WayStep = {
    identifier,
    factors: (isSecond ? verification.supported_second_factors : verification.supported_first_factors) ?? [],
    verification: isSecond ? verification.second_factor_verification : verification.first_factor_verification,
  }
  const identity = identifier && (
    <strong>
      <Address>{identifier}</Address>
    </strong>
  )
  const offer = chosenOffer(step, fragment)
  const Way = offer?.way.screen
  if (!offer || !Way) return <Screen title={words.reverification.title} lead={words.reverification.noMethods} />

  const { strategy } = offer.factor
  const calls = isSecond
    ? { prepare: api.sessions.prepareSecondFactor, attempt: api.sessions.attemptSecondFactor }
    : { prepare: api.sessions.prepareFirstFactor, attempt: api.sessions.attemptFirstFactor }
  const prepare: WayProps['prepare'] = async (more) => {
    const answer = await calls.prepare({ ...about, ...idsOf(offer.factor), ...more, strategy })
    await take(Promise.resolve(answer))
    return isSecond ? answer.second_factor_verification : answer.first_factor_verification
  }
  /** Links between the steps stay in the dialog: the page's address is that of the page below. */
  const follow = (event: MouseEvent) => {
    const href = (event.target as Element).closest('a')?.getAttribute('href')
    if (!href?.startsWith('#')) return
    event.preventDefault()
    setFragment(href)
  }
  return (
    // biome-ignore lint/a11y: keys press the links inside, which is a click, too
    <div onClick={follow}>
      {fragment === '#methods' ? (
        <Methods step={step} identity={identity} onPress={async () => {}} />
      ) : (
        <Way
          key={verification.status + strategy}
          strategy={strategy}
          factor={offer.factor}
          verification={isSent(step, strategy) ? step.verification : null}
          identifier={identifier}
          identity={identity}
          action={words.formButtonPrimary__verify}
          others={hasOthers(step, offer) && <a href="#methods">{words.footerActionLink__useAnotherMethod}</a>}
          resetHref={undefined}
          initialErrors={undefined}
          prepare={prepare}
          attempt={(answer) => take(calls.attempt({ ...about, strategy, ...answer }))}
          refresh={async () => {}}
        />
      )}
    </div>
  )
}
