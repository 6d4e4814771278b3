import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { useWords } from '../words/use-words.js'
import type { WayProps } from './way.js'
import { signWithPasskey } from './webauthn.js'

/** Asks for a passkey of the account that is named already. The browser opens its dialog only for somebody who pressed something. */
export function PasskeyScreen({ attempt, identity, others, prepare }: WayProps) {
  const words = useWords()
  const { busy, problem, perform } = useAction()
  const use = async () => {
    const nonce = (await prepare())?.nonce
    if (nonce) await attempt({ public_key_credential: await signWithPasskey(nonce) })
  }
  return (
    <Screen title={words.signIn.passkey.title} lead={identity}>
      <p>{words.signIn.passkey.subtitle}</p>
      <button type="button" class="button primary" aria-disabled={busy} onClick={() => perform(use)}>
        {words.signIn.passkey.formButtonPrimary}
      </button>
      <Alert text={problem} />
      {others && <p class="card-actions">{others}</p>}
    </Screen>
  )
}
