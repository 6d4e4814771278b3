import type { User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { AddPhoneNumber } from './add-phone-number.js'
import { PhoneNumberRow } from './phone-number-row.js'
import { focusHeading, Section } from './section.js'

export function PhoneNumbers({ user }: { user: User }) {
  const { environment } = useFrontDesk()
  const { phoneNumbersSection } = useWords().userProfile.start
  const action = useAction()
  const list = useRef<HTMLUListElement>(null)
  const primaryFirst = [...user.phone_numbers].sort(
    (a, b) => Number(b.id === user.primary_phone_number_id) - Number(a.id === user.primary_phone_number_id),
  )
  return (
    <Section title={phoneNumbersSection.title} about={phoneNumbersSection.subtitle}>
      <ul class="rows" ref={list}>
        {primaryFirst.map((number) => (
          <PhoneNumberRow
            key={number.id}
            number={number}
            action={action}
            isPrimary={number.id === user.primary_phone_number_id}
            isForTwoSteps={environment.user_settings.attributes.phone_number?.used_for_second_factor ?? false}
            onGone={() => focusHeading(list.current!)}
          />
        ))}
      </ul>
      <Alert text={action.problem} />
      <AddPhoneNumber />
    </Section>
  )
}
