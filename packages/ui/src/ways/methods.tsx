import type { ComponentChildren } from 'preact'
import { Choice } from '../components/choice.js'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { useWords } from '../words/use-words.js'
import { type Offer, offersOf } from './chosen-way.js'
import type { WayStep } from './way.js'

interface MethodsProps {
  step: WayStep
  identity: ComponentChildren
  /** Does what a way without a screen does. */
  onPress(offer: Offer): Promise<unknown>
}

/** The ways that this account has. */
export function Methods({ step, identity, onPress }: MethodsProps) {
  const words = useWords()
  const { busy, problem, perform } = useAction()
  return (
    <Screen title={words.signIn.alternativeMethods.title} lead={identity}>
      <div class="choices">
        {offersOf(step).map((offer) => {
          const { way, factor } = offer
          const action = way.label(words, factor)
          const address = factor.safe_identifier
          const detail = address && action.includes(address) ? undefined : address // as texts that an app brings may hold it
          return (
            <Choice
              key={factor.strategy}
              icon={way.icon}
              action={action}
              detail={detail}
              busy={busy}
              {...(way.screen ? { href: way.fragment } : { onClick: () => perform(() => onPress(offer)) })}
            />
          )
        })}
      </div>
      <Alert text={problem} />
    </Screen>
  )
}
