import type { EmailAddress } from '@frontdesk/contract'
import { notify } from '../components/announce.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { VerifyEmailAddress } from './verify-email-address.js'

interface EmailAddressRowProps {
  email: EmailAddress
  isPrimary: boolean
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

export function EmailAddressRow({ email, isPrimary, onGone }: EmailAddressRowProps) {
  const { api } = useFrontDesk()
  const { busy, problem, perform } = useAction()
  const isVerified = email.verification?.status === 'verified'
  const of = <span class="sr-only"> {email.email_address}</span>

  const makePrimary = async () => {
    await api.me.updateMe({ primary_email_address_id: email.id })
    notify(`${email.email_address} is your primary address.`)
    onGone()
  }
  const remove = async () => {
    await api.me.deleteMyEmailAddress({ email_id: email.id })
    notify(`${email.email_address} is removed.`)
    onGone()
  }

  return (
    <li class="row">
      <div class="row-text">
        <strong>{email.email_address}</strong> {isPrimary && <span class="badge">Primary</span>}
        {!isVerified && <span class="badge warning">Unverified</span>}
      </div>
      <div class="row-actions">
        {!isVerified && (
          <Disclosure label={<>Verify{of}</>} class="button small quiet">
            {(close) => <VerifyEmailAddress email={email} onVerified={onGone} onCancel={close} />}
          </Disclosure>
        )}
        {isVerified && !isPrimary && (
          <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(makePrimary)}>
            Make primary{of}
          </button>
        )}
        {!isPrimary && (
          <Disclosure label={<>Remove{of}</>} class="button small quiet">
            {(close) => (
              <div class="confirm">
                <p>Remove {email.email_address}? You will not be able to sign in with it.</p>
                <button type="button" class="button small danger" aria-disabled={busy} onClick={() => perform(remove)}>
                  Remove
                </button>
                <CancelButton onClick={close} />
              </div>
            )}
          </Disclosure>
        )}
      </div>
      <Alert text={problem} />
    </li>
  )
}
