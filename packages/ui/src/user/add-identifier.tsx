import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { RequestFailure } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Form, SubmitButton } from '../components/form.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import type { VerificationEnds } from './verify-by-code.js'

interface NewIdentifierProps<Added> {
  /** The field's name. */
  name: string
  /** The field, with what was typed before. */
  field(typed: string): ComponentChildren
  add(typed: string): Promise<Added>
  typedFor(added: Added): string
  verify(added: Added, ends: VerificationEnds): ComponentChildren
}

/** A button that opens a form for an address or a number, then one for its code. */
export const AddIdentifier = <Added,>({ label, ...asked }: NewIdentifierProps<Added> & { label: string }) => (
  <Disclosure label={label}>{(close) => <NewIdentifier {...asked} onDone={close} />}</Disclosure>
)

function NewIdentifier<Added>({ name, field, add, typedFor, verify, onDone }: NewIdentifierProps<Added> & { onDone(): void }) {
  const words = useWords()
  const [added, setAdded] = useState<Added>()
  const [over, setOver] = useState<{ typed: string; why: string }>()
  if (added) {
    const beginAgain = (reason: RequestFailure) => {
      setOver({ typed: typedFor(added), why: failureText(words, reason) })
      setAdded(undefined)
    }
    return verify(added, { onVerified: onDone, onOver: beginAgain, onCancel: onDone })
  }

  return (
    <Form
      class="inset"
      initialErrors={over && { [name]: over.why }}
      onSubmit={async (values) => setAdded(await add(values[name]!))}
    >
      {field(over?.typed ?? '')}
      <div class="form-actions">
        <SubmitButton class="button small primary">{words.userProfile.formButtonPrimary__add}</SubmitButton>
        <CancelButton onClick={onDone} />
      </div>
    </Form>
  )
}
