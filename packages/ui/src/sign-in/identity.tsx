import { Address } from '../components/address.js'
import { ShortLabel } from '../components/short-label.js'
import { useWords } from '../words/use-words.js'
import type { StepProps } from './step-props.js'

/** Who is signing in, with a link to start again as somebody else; and why a provider's word alone did not sign them in. */
export function Identity({ attempt, onRestart }: Pick<StepProps, 'attempt' | 'onRestart'>) {
  const words = useWords()
  const isToConnect = attempt.first_factor_verification?.error?.code === 'external_account_to_connect'
  return (
    <>
      {isToConnect && `${words.unstable__errors.external_account_to_connect} `}
      <span class="chip">
        {attempt.identifier && (
          <>
            <strong>
              <Address>{attempt.identifier}</Address>
            </strong>{' '}
          </>
        )}
        <button type="button" class="text-button" onClick={onRestart}>
          <ShortLabel shown={words.identityPreview__change} spoken={words.identityPreview__changeAccount} />
        </button>
      </span>
    </>
  )
}
