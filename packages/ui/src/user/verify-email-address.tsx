import type { EmailAddress } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { notify } from '../components/announce.js'
import { CancelButton } from '../components/disclosure.js'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fill, fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

interface VerifyEmailAddressProps {
  email: EmailAddress
  onVerified(): void
  onCancel(): void
}

/** Sends a code to the address and asks for it. */
export function VerifyEmailAddress({ email, onVerified, onCancel }: VerifyEmailAddressProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { emailCode } = words.userProfile.emailAddressPage
  const box = useRef<HTMLDivElement>(null)

  const code = useCode(() => api.me.prepareMyEmailAddressVerification({ email_id: email.id, strategy: 'email_code' }))
  useLayoutEffect(() => {
    box.current!.querySelector<HTMLInputElement>('[name=code]')!.focus()
    code.send()
  }, [])

  return (
    <div ref={box}>
      <Form
        class="inset"
        problem={code.problem}
        onSubmit={async (values) => {
          await code.check(api.me.attemptMyEmailAddressVerification({ email_id: email.id, code: values.code }))
          notify(fill(emailCode.successMessage, { identifier: email.email_address }))
          onVerified()
        }}
      >
        <p class="inset-lead">{fillWith(emailCode.formSubtitle, { identifier: <strong>{email.email_address}</strong> })}</p>
        <CodeField label={emailCode.formTitle} />
        <div class="form-actions">
          <SubmitButton class="button small primary">{words.formButtonPrimary__verify}</SubmitButton>
          <CancelButton onClick={onCancel} />
          <ResendCode label={emailCode.resendButton} code={code} />
        </div>
      </Form>
    </div>
  )
}
