import type { User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { useWords } from '../words/use-words.js'
import { AddEmailAddress } from './add-email-address.js'
import { EmailAddressRow } from './email-address-row.js'
import { focusHeading, Section } from './section.js'

export function EmailAddresses({ user }: { user: User }) {
  const { emailAddressesSection } = useWords().userProfile.start
  const action = useAction()
  const list = useRef<HTMLUListElement>(null)
  const primaryFirst = [...user.email_addresses].sort(
    (a, b) => Number(b.id === user.primary_email_address_id) - Number(a.id === user.primary_email_address_id),
  )
  return (
    <Section title={emailAddressesSection.title} about={emailAddressesSection.subtitle}>
      <ul class="rows" ref={list}>
        {primaryFirst.map((email) => (
          <EmailAddressRow
            key={email.id}
            email={email}
            action={action}
            isPrimary={email.id === user.primary_email_address_id}
            onGone={() => focusHeading(list.current!)}
          />
        ))}
      </ul>
      <Alert text={action.problem} />
      <AddEmailAddress />
    </Section>
  )
}
