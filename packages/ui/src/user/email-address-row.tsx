import type { EmailAddress } from '@frontdesk/contract'
import { passOverGone, type RequestFailure } from '../client/failure.js'
import { Address } from '../components/address.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { notify } from '../components/notify.js'
import type { Action } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { VerifyEmailAddress } from './verify-email-address.js'

interface EmailAddressRowProps {
  email: EmailAddress
  isPrimary: boolean
  /** The list's, so that a message outlives the row that it is about. */
  action: Action
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

export function EmailAddressRow({ email, isPrimary, action: { busy, perform }, onGone }: EmailAddressRowProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { emailAddressPage, formButtonPrimary__remove, start } = words.userProfile
  const section = start.emailAddressesSection
  const isVerified = email.verification?.status === 'verified'
  const of = <span class="sr-only"> {email.email_address}</span>

  const makePrimary = async () => {
    await api.me.updateMe({ primary_email_address_id: email.id })
    notify(fill(section.successMessage__primary, { identifier: email.email_address }))
    onGone()
  }
  const remove = async () => {
    await api.me.deleteMyEmailAddress({ email_id: email.id }).catch(passOverGone)
    notify(fill(emailAddressPage.removeResource.successMessage, { emailAddress: email.email_address }))
    onGone()
  }
  const end = (reason: RequestFailure, close: () => void) => {
    close()
    onGone()
    perform(() => Promise.reject(reason))
  }

  return (
    <li class="row">
      <div class="row-text">
        <strong>
          <Address>{email.email_address}</Address>
        </strong>{' '}
        {isPrimary && <span class="badge">{words.badge__primary}</span>}
        {!isVerified && <span class="badge warning">{words.badge__unverified}</span>}
      </div>
      <div class="row-actions">
        {!isVerified && (
          <Disclosure
            label={
              <>
                {section.detailsAction__unverified}
                {of}
              </>
            }
            class="button small quiet"
          >
            {(close) => (
              <VerifyEmailAddress email={email} onVerified={onGone} onOver={(reason) => end(reason, close)} onCancel={close} />
            )}
          </Disclosure>
        )}
        {isVerified && !isPrimary && (
          <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(makePrimary)}>
            {section.detailsAction__nonPrimary}
            {of}
          </button>
        )}
        {!isPrimary && (
          <Disclosure
            label={
              <>
                {section.destructiveAction}
                {of}
              </>
            }
            class="button small quiet"
          >
            {(close) => (
              <div class="confirm">
                <p>
                  {fill(emailAddressPage.removeResource.messageLine1, { identifier: email.email_address })}{' '}
                  {emailAddressPage.removeResource.messageLine2}
                </p>
                <button type="button" class="button small danger" aria-disabled={busy} onClick={() => perform(remove)}>
                  {formButtonPrimary__remove}
                </button>
                <CancelButton onClick={close} />
              </div>
            )}
          </Disclosure>
        )}
      </div>
    </li>
  )
}
