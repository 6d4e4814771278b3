import type { EmailAddress } from '@frontdesk/contract'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { type VerificationEnds, VerifyByCode } from './verify-by-code.js'

export function VerifyEmailAddress({ email, ...ends }: VerificationEnds & { email: EmailAddress }) {
  const { api } = useFrontDesk()
  const { emailCode } = useWords().userProfile.emailAddressPage
  return (
    <VerifyByCode
      identifier={email.email_address}
      verification={email.verification}
      words={emailCode}
      prepare={() => api.me.prepareMyEmailAddressVerification({ email_id: email.id, strategy: 'email_code' })}
      attempt={(code) => api.me.attemptMyEmailAddressVerification({ email_id: email.id, code })}
      {...ends}
    />
  )
}
