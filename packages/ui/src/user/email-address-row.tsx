import type { EmailAddress } from '@frontdesk/contract'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { IdentifierRow, type IdentifierRowContext } from './identifier-row.js'
import { VerifyEmailAddress } from './verify-email-address.js'

export function EmailAddressRow({ email, ...row }: IdentifierRowContext & { email: EmailAddress }) {
  const { api } = useFrontDesk()
  const { emailAddressPage, start } = useWords().userProfile
  const { removeResource } = emailAddressPage
  const section = start.emailAddressesSection
  const about = { identifier: email.email_address }
  return (
    <IdentifierRow
      {...row}
      {...about}
      verification={email.verification}
      labels={section}
      verify={(ends) => <VerifyEmailAddress email={email} {...ends} />}
      makePrimary={() => api.me.updateMe({ primary_email_address_id: email.id })}
      madePrimary={fill(section.successMessage__primary, about)}
      remove={() => api.me.deleteMyEmailAddress({ email_id: email.id })}
      removal={{
        question: `${fill(removeResource.messageLine1, about)} ${removeResource.messageLine2}`,
        done: fill(removeResource.successMessage, { emailAddress: email.email_address }),
      }}
      isRemovable={!row.isPrimary}
    />
  )
}
