import type { PhoneNumber } from '@frontdesk/contract'
import { notify } from '../components/notify.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { IdentifierRow, type IdentifierRowContext } from './identifier-row.js'
import { RowButton } from './row-actions.js'
import { VerifyPhoneNumber } from './verify-phone-number.js'

interface PhoneNumberRowProps extends IdentifierRowContext {
  number: PhoneNumber
  /** Whether codes of the second factor are sent to numbers here. */
  isForTwoSteps: boolean
}

export function PhoneNumberRow({ number, isForTwoSteps, ...row }: PhoneNumberRowProps) {
  const { api } = useFrontDesk()
  const { phoneNumberPage, start } = useWords().userProfile
  const { removeResource } = phoneNumberPage
  const section = start.phoneNumbersSection
  const { id: phone_number_id, reserved_for_second_factor: isReserved } = number
  const about = { identifier: number.phone_number }

  const reserve = async () => {
    await api.phoneNumbers.updateMyPhoneNumber({ phone_number_id, reserved_for_second_factor: String(!isReserved) })
    notify(fill(isReserved ? section.successMessage__signIn : section.successMessage__twoSteps, about))
  }
  return (
    <IdentifierRow
      {...row}
      {...about}
      verification={number.verification}
      labels={section}
      badges={isReserved && <span class="badge">{section.badge__twoSteps}</span>}
      verify={(ends) => <VerifyPhoneNumber number={number} {...ends} />}
      makePrimary={() => api.me.updateMe({ primary_phone_number_id: phone_number_id })}
      madePrimary={fill(section.successMessage__primary, about)}
      further={
        (isForTwoSteps || isReserved) && (
          <RowButton
            label={isReserved ? section.detailsAction__signIn : section.detailsAction__twoSteps}
            of={number.phone_number}
            action={row.action}
            does={reserve}
          />
        )
      }
      remove={() => api.phoneNumbers.deleteMyPhoneNumber({ phone_number_id })}
      removal={{
        question: `${fill(removeResource.messageLine1, about)} ${removeResource.messageLine2}`,
        done: fill(removeResource.successMessage, about),
      }}
      isRemovable
    />
  )
}
