import type { User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { Alert } from '../components/form.js'
import { notify } from '../components/notify.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { PasskeyRow } from './passkey-row.js'
import { focusHeading, Section } from './section.js'

/** The account's passkeys, with a button that has the browser make another one. */
export function Passkeys({ user }: { user: User }) {
  const { api } = useFrontDesk()
  const {
    passkeyScreen,
    start: { passkeysSection },
  } = useWords().userProfile
  const action = useAction()
  const list = useRef<HTMLUListElement>(null)

  const add = async () => {
    const { makePasskey } = await import('../ways/webauthn.js')
    const { id, verification } = await api.me.createMyPasskey()
    const public_key_credential = await makePasskey(verification!.nonce!) // it was asked for
    const { name } = await api.me.attemptMyPasskeyVerification({ passkey_id: id, public_key_credential })
    notify(fill(passkeyScreen.successMessage, { name }))
  }
  return (
    <Section title={passkeysSection.title} about={passkeysSection.subtitle}>
      <ul class="rows" ref={list}>
        {user.passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} action={action} onGone={() => focusHeading(list.current!)} />
        ))}
      </ul>
      <Alert text={action.problem} />
      <button type="button" class="button small" aria-disabled={action.busy} onClick={() => action.perform(add)}>
        {passkeysSection.primaryButton}
      </button>
    </Section>
  )
}
