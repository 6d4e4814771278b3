import type { PhoneNumber } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import type { RequestFailure } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Form, SubmitButton } from '../components/form.js'
import { PhoneField } from '../components/phone-field.js'
import { useFrontDesk } from '../front-desk.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import { VerifyPhoneNumber } from './verify-phone-number.js'

export function AddPhoneNumber() {
  const { phoneNumbersSection } = useWords().userProfile.start
  return <Disclosure label={phoneNumbersSection.primaryButton}>{(close) => <NewNumber onDone={close} />}</Disclosure>
}

/** Asks for the number, then for its code. */
function NewNumber({ onDone }: { onDone(): void }) {
  const { api } = useFrontDesk()
  const words = useWords()
  const [added, setAdded] = useState<PhoneNumber>()
  const [over, setOver] = useState<{ number: string; why: string }>()
  if (added) {
    const beginAgain = (reason: RequestFailure) => {
      setOver({ number: added.phone_number, why: failureText(words, reason) })
      setAdded(undefined)
    }
    return <VerifyPhoneNumber number={added} onVerified={onDone} onOver={beginAgain} onCancel={onDone} />
  }

  return (
    <Form
      class="inset"
      initialErrors={over && { phone_number: over.why }}
      onSubmit={async ({ phone_number }) => setAdded(await api.phoneNumbers.createMyPhoneNumber({ phone_number }))}
    >
      <PhoneField
        label={words.formFieldLabel__phoneNumber}
        name="phone_number"
        value={over?.number ?? ''}
        hint={words.userProfile.phoneNumberPage.formHint}
        required
      />
      <div class="form-actions">
        <SubmitButton class="button small primary">{words.userProfile.formButtonPrimary__add}</SubmitButton>
        <CancelButton onClick={onDone} />
      </div>
    </Form>
  )
}
