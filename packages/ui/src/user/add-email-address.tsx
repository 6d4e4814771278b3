import type { EmailAddress } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { VerifyEmailAddress } from './verify-email-address.js'

export function AddEmailAddress() {
  return <Disclosure label="Add an email address">{(close) => <NewAddress onDone={close} />}</Disclosure>
}

/** Asks for the address, then for its code. */
function NewAddress({ onDone }: { onDone(): void }) {
  const { api } = useFrontDesk()
  const [added, setAdded] = useState<EmailAddress>()
  if (added) return <VerifyEmailAddress email={added} onVerified={onDone} onCancel={onDone} />

  return (
    <Form class="inset" onSubmit={async ({ email_address }) => setAdded(await api.me.createMyEmailAddress({ email_address }))}>
      <Field
        label="Email address"
        name="email_address"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        autoCorrect="off"
        spellcheck={false}
        hint="We send a code to it, to make sure it is yours."
        required
      />
      <div class="form-actions">
        <SubmitButton class="button small primary">Add</SubmitButton>
        <CancelButton onClick={onDone} />
      </div>
    </Form>
  )
}
