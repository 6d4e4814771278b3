import type { EmailAddress, PhoneNumber } from '@frontdesk/contract'
import type { ComponentChildren } from 'preact'
import { passOverGone, type RequestFailure } from '../client/failure.js'
import { Address } from '../components/address.js'
import { notify } from '../components/notify.js'
import type { Action } from '../components/use-action.js'
import { useWords } from '../words/use-words.js'
import { RowButton, RowConfirm, RowDisclosure } from './row-actions.js'
import type { VerificationEnds } from './verify-by-code.js'

/** What all rows of the list have. */
export interface IdentifierRowContext {
  isPrimary: boolean
  /** The list's, so that a message outlives the row that it is about. */
  action: Action
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

interface IdentifierRowProps extends IdentifierRowContext {
  /** The address or number. */
  identifier: string
  verification: EmailAddress['verification'] | PhoneNumber['verification']
  labels: { detailsAction__unverified: string; detailsAction__nonPrimary: string; destructiveAction: string }
  badges?: ComponentChildren
  verify(ends: VerificationEnds): ComponentChildren
  makePrimary(): Promise<unknown>
  /** What is said when it was done. */
  madePrimary: string
  /** Further things that can be done once it is verified. */
  further?: ComponentChildren
  remove(): Promise<unknown>
  removal: { question: string; done: string }
  isRemovable: boolean
}

/** An address or number of the account. */
export function IdentifierRow(props: IdentifierRowProps) {
  const { identifier, isPrimary, labels, action, onGone } = props
  const words = useWords()
  const isVerified = props.verification?.status === 'verified'
  const row = { of: identifier, action }

  const makePrimary = async () => {
    await props.makePrimary()
    notify(props.madePrimary)
    onGone()
  }
  const remove = async () => {
    await props.remove().catch(passOverGone)
    notify(props.removal.done)
    onGone()
  }
  const end = (reason: RequestFailure, close: () => void) => {
    close()
    onGone()
    action.perform(() => Promise.reject(reason))
  }
  return (
    <li class="row">
      <div class="row-text">
        <strong>
          <Address>{identifier}</Address>
        </strong>{' '}
        {isPrimary && <span class="badge">{words.badge__primary}</span>}
        {props.badges}
        {!isVerified && <span class="badge warning">{words.badge__unverified}</span>}
      </div>
      <div class="row-actions">
        {!isVerified && (
          <RowDisclosure label={labels.detailsAction__unverified} of={identifier}>
            {(close) => props.verify({ onVerified: onGone, onOver: (reason) => end(reason, close), onCancel: close })}
          </RowDisclosure>
        )}
        {isVerified && !isPrimary && <RowButton label={labels.detailsAction__nonPrimary} {...row} does={makePrimary} />}
        {isVerified && props.further}
        {props.isRemovable && (
          <RowConfirm
            label={labels.destructiveAction}
            {...row}
            question={props.removal.question}
            answer={words.userProfile.formButtonPrimary__remove}
            does={remove}
          />
        )}
      </div>
    </li>
  )
}
