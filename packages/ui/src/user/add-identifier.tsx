import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { RequestFailure } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Form, SubmitButton } from '../components/form.js'
import { failureText } from '../words/error-text.js'
import { useWords } from '../words/use-words.js'
import { type FormLook, inRow } from './form-look.js'
import type { VerificationEnds } from './verify-by-code.js'

export interface NewIdentifierProps<Added> {
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
  <Disclosure label={label}>{(close) => <NewIdentifier {...asked} onVerified={close} onCancel={close} />}</Disclosure>
)

interface NewIdentifierEnds<Added> {
  onVerified(added: Added): void
  /** Absent where there is nothing else to do. */
  onCancel?: (() => void) | undefined
  /** One that was added before, and waits for its code. */
  begun?: Added | undefined
  look?: FormLook
}

export function NewIdentifier<Added>({
  name,
  field,
  add,
  typedFor,
  verify,
  onVerified,
  onCancel,
  begun,
  look = inRow,
}: NewIdentifierProps<Added> & NewIdentifierEnds<Added>) {
  const words = useWords()
  const [added, setAdded] = useState(begun)
  const [over, setOver] = useState<{ typed: string; why: string }>()
  if (added) {
    const beginAgain = (reason: RequestFailure) => {
      setOver({ typed: typedFor(added), why: failureText(words, reason) })
      setAdded(undefined)
    }
    return verify(added, {
      onVerified: () => onVerified(added),
      onOver: beginAgain,
      onCancel: onCancel ?? (() => setAdded(undefined)),
      look,
    })
  }

  return (
    <Form
      {...look.form}
      initialErrors={over && { [name]: over.why }}
      onSubmit={async (values) => setAdded(await add(values[name]!))}
    >
      {field(over?.typed ?? '')}
      <div class={look.actions}>
        <SubmitButton class={look.submit}>{words.userProfile.formButtonPrimary__add}</SubmitButton>
        {onCancel && <CancelButton onClick={onCancel} />}
      </div>
    </Form>
  )
}
