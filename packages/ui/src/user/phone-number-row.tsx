import type { PhoneNumber } from '@frontdesk/contract'
import { passOverGone, type RequestFailure } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { notify } from '../components/notify.js'
import type { Action } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { VerifyPhoneNumber } from './verify-phone-number.js'

interface PhoneNumberRowProps {
  number: PhoneNumber
  isPrimary: boolean
  /** Whether codes of the second factor are sent to numbers here. */
  isForTwoSteps: boolean
  /** The list's, so that a message outlives the row that it is about. */
  action: Action
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

export function PhoneNumberRow({ number, isPrimary, isForTwoSteps, action: { busy, perform }, onGone }: PhoneNumberRowProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { phoneNumberPage, formButtonPrimary__remove, start } = words.userProfile
  const section = start.phoneNumbersSection
  const isVerified = number.verification?.status === 'verified'
  const isReserved = number.reserved_for_second_factor
  const of = <span class="sr-only"> {number.phone_number}</span>
  const about = { identifier: number.phone_number }

  const makePrimary = async () => {
    await api.me.updateMe({ primary_phone_number_id: number.id })
    notify(fill(section.successMessage__primary, about))
    onGone()
  }
  const reserve = async () => {
    await api.phoneNumbers.updateMyPhoneNumber({ phone_number_id: number.id, reserved_for_second_factor: String(!isReserved) })
    notify(fill(isReserved ? section.successMessage__signIn : section.successMessage__twoSteps, about))
  }
  const remove = async () => {
    await api.phoneNumbers.deleteMyPhoneNumber({ phone_number_id: number.id }).catch(passOverGone)
    notify(fill(phoneNumberPage.removeResource.successMessage, about))
    onGone()
  }
  const end = (reason: RequestFailure, close: () => void) => {
    close()
    onGone()
    perform(() => Promise.reject(reason))
  }
  const button = (label: string, does: () => Promise<void>) => (
    <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(does)}>
      {label}
      {of}
    </button>
  )
  const named = (label: string) => (
    <>
      {label}
      {of}
    </>
  )

  return (
    <li class="row">
      <div class="row-text">
        <strong>
          <bdi dir="ltr">{number.phone_number}</bdi>
        </strong>{' '}
        {isPrimary && <span class="badge">{words.badge__primary}</span>}
        {isReserved && <span class="badge">{section.badge__twoSteps}</span>}
        {!isVerified && <span class="badge warning">{words.badge__unverified}</span>}
      </div>
      <div class="row-actions">
        {!isVerified && (
          <Disclosure label={named(section.detailsAction__unverified)} class="button small quiet">
            {(close) => (
              <VerifyPhoneNumber number={number} onVerified={onGone} onOver={(reason) => end(reason, close)} onCancel={close} />
            )}
          </Disclosure>
        )}
        {isVerified && !isPrimary && button(section.detailsAction__nonPrimary, makePrimary)}
        {isVerified &&
          (isForTwoSteps || isReserved) &&
          button(isReserved ? section.detailsAction__signIn : section.detailsAction__twoSteps, reserve)}
        <Disclosure label={named(section.destructiveAction)} class="button small quiet">
          {(close) => (
            <div class="confirm">
              <p>
                {fill(phoneNumberPage.removeResource.messageLine1, about)} {phoneNumberPage.removeResource.messageLine2}
              </p>
              <button type="button" class="button small danger" aria-disabled={busy} onClick={() => perform(remove)}>
                {formButtonPrimary__remove}
              </button>
              <CancelButton onClick={close} />
            </div>
          )}
        </Disclosure>
      </div>
    </li>
  )
}
