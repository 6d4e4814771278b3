import type { FieldErrors } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { hasOthers, type Offer, resetHref } from '../ways/chosen-way.js'
import { idsOf, isSent } from '../ways/factor.js'
import type { WayProps } from '../ways/way.js'
import { useWords } from '../words/use-words.js'
import { Identity } from './identity.js'
import { wayStepOf } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'

/** The screen of a way, as the first or the second factor of a sign-in. */
export function WayScreen({
  offer,
  initialErrors,
  ...props
}: StepProps & { offer: Offer; initialErrors: FieldErrors | undefined }) {
  const { attempt, onAnswer } = props
  const { api } = useFrontDesk()
  const words = useWords()
  const { factor, way } = offer
  const { strategy } = factor
  const step = wayStepOf(attempt)
  if (!step || !way.screen) return null
  const calls = step.isSecond
    ? { prepare: api.signIns.prepareSecondFactor, attempt: api.signIns.attemptSecondFactor }
    : { prepare: api.signIns.prepareFirstFactor, attempt: api.signIns.attemptFirstFactor }
  const about = { sign_in_id: attempt.id, strategy }

  const prepare: WayProps['prepare'] = async (more) => {
    let prepared: WayProps['verification'] = null
    const request = calls.prepare({ ...about, ...idsOf(factor), ...more }).then((answer) => {
      prepared = wayStepOf(answer)?.verification ?? null
      return answer
    })
    await onAnswer(request)
    return prepared
  }
  return (
    <way.screen
      strategy={strategy}
      factor={factor}
      verification={isSent(step, strategy) ? step.verification : null}
      identifier={attempt.identifier}
      identity={<Identity {...props} />}
      action={words.signIn.password.formButtonPrimary}
      others={hasOthers(step, offer) && <a href="#methods">{words.footerActionLink__useAnotherMethod}</a>}
      resetHref={step.isSecond ? undefined : resetHref(step)}
      initialErrors={initialErrors}
      prepare={prepare}
      attempt={(answer) => onAnswer(calls.attempt({ ...about, ...answer }))}
      refresh={() => onAnswer(api.signIns.getSignIn({ sign_in_id: attempt.id }))}
    />
  )
}
