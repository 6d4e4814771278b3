import type { PhoneNumber } from '@frontdesk/contract'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { type VerificationEnds, VerifyByCode } from './verify-by-code.js'

export function VerifyPhoneNumber({ number, ...ends }: VerificationEnds & { number: PhoneNumber }) {
  const { api } = useFrontDesk()
  const { phoneCode } = useWords().userProfile.phoneNumberPage
  return (
    <VerifyByCode
      identifier={number.phone_number}
      verification={number.verification}
      words={phoneCode}
      prepare={() => api.phoneNumbers.prepareMyPhoneNumberVerification({ phone_number_id: number.id, strategy: 'phone_code' })}
      attempt={(code) => api.phoneNumbers.attemptMyPhoneNumberVerification({ phone_number_id: number.id, code })}
      {...ends}
    />
  )
}
