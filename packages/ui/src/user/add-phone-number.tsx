import type { PhoneNumber } from '@frontdesk/contract'
import { PhoneField } from '../components/phone-field.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { AddIdentifier, type NewIdentifierProps } from './add-identifier.js'
import { VerifyPhoneNumber } from './verify-phone-number.js'

/** What is asked of somebody who adds a number. */
export function useNewPhoneNumber(): NewIdentifierProps<PhoneNumber> {
  const { api } = useFrontDesk()
  const words = useWords()
  return {
    name: 'phone_number',
    field: (typed) => (
      <PhoneField
        label={words.formFieldLabel__phoneNumber}
        name="phone_number"
        value={typed}
        hint={words.userProfile.phoneNumberPage.formHint}
        required
      />
    ),
    add: (phone_number) => api.phoneNumbers.createMyPhoneNumber({ phone_number }),
    typedFor: ({ phone_number }) => phone_number,
    verify: (number, ends) => <VerifyPhoneNumber number={number} {...ends} />,
  }
}

export function AddPhoneNumber() {
  const { phoneNumbersSection } = useWords().userProfile.start
  return <AddIdentifier label={phoneNumbersSection.primaryButton} {...useNewPhoneNumber()} />
}
