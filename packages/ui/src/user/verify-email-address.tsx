import type { EmailAddress } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { notify } from '../components/announce.js'
import { CancelButton } from '../components/disclosure.js'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'

interface VerifyEmailAddressProps {
  email: EmailAddress
  onVerified(): void
  onCancel(): void
}

/** Sends a code to the address and asks for it. */
export function VerifyEmailAddress({ email, onVerified, onCancel }: VerifyEmailAddressProps) {
  const { api } = useFrontDesk()
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
          notify(`${email.email_address} is verified.`)
          onVerified()
        }}
      >
        <p class="inset-lead">
          Enter the 6-digit code sent to <strong>{email.email_address}</strong>
        </p>
        <CodeField />
        <div class="form-actions">
          <SubmitButton class="button small primary">Verify</SubmitButton>
          <CancelButton onClick={onCancel} />
          <ResendCode code={code} />
        </div>
      </Form>
    </div>
  )
}
