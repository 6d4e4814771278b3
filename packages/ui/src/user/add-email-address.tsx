import type { EmailAddress } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import type { RequestFailure } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import { VerifyEmailAddress } from './verify-email-address.js'

export function AddEmailAddress() {
  const { emailAddressesSection } = useWords().userProfile.start
  return <Disclosure label={emailAddressesSection.primaryButton}>{(close) => <NewAddress onDone={close} />}</Disclosure>
}

/** Asks for the address, then for its code. */
function NewAddress({ onDone }: { onDone(): void }) {
  const { api } = useFrontDesk()
  const words = useWords()
  const [added, setAdded] = useState<EmailAddress>()
  const [over, setOver] = useState<{ address: string; why: string }>()
  if (added) {
    const beginAgain = (reason: RequestFailure) => {
      setOver({ address: added.email_address, why: failureText(words, reason) })
      setAdded(undefined)
    }
    return <VerifyEmailAddress email={added} onVerified={onDone} onOver={beginAgain} onCancel={onDone} />
  }

  return (
    <Form
      class="inset"
      initialErrors={over && { email_address: over.why }}
      onSubmit={async ({ email_address }) => setAdded(await api.me.createMyEmailAddress({ email_address }))}
    >
      <Field
        label={words.formFieldLabel__emailAddress}
        name="email_address"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        autoCorrect="off"
        spellcheck={false}
        defaultValue={over?.address}
        hint={words.userProfile.emailAddressPage.formHint}
        required
      />
      <div class="form-actions">
        <SubmitButton class="button small primary">{words.userProfile.formButtonPrimary__add}</SubmitButton>
        <CancelButton onClick={onDone} />
      </div>
    </Form>
  )
}
