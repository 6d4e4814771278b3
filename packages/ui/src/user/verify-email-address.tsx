import type { EmailAddress } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { Address } from '../components/address.js'
import { CancelButton } from '../components/disclosure.js'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { notify } from '../components/notify.js'
import { ResendCode } from '../components/resend-code.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fill, fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

interface VerifyEmailAddressProps {
  email: EmailAddress
  onVerified(): void
  /** Called when no code can verify the address any more: it is gone, or somebody else's by now. */
  onOver(reason: RequestFailure): void
  onCancel(): void
}

const endings = ['resource_not_found', 'form_identifier_exists']

/** Whether no other code is sent because one was, less than half a minute ago: whoever closes this and opens it again can type that one. */
const hasJustGotCode = ({ verification }: EmailAddress, error: unknown): boolean =>
  verification?.status === 'unverified' &&
  error instanceof RequestFailure &&
  error.lines.some(({ code, meta }) => code === 'too_many_requests' && meta?.seconds !== undefined && meta.seconds <= 30)

/** Sends a code to the address and asks for it. */
export function VerifyEmailAddress({ email, onVerified, onOver, onCancel }: VerifyEmailAddressProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { emailCode } = words.userProfile.emailAddressPage
  const box = useRef<HTMLDivElement>(null)

  const finish = () => {
    notify(fill(emailCode.successMessage, { identifier: email.email_address }))
    onVerified()
  }
  /** Ends here when another tab, or another person, has decided it. */
  const unlessOver = async (request: Promise<EmailAddress>) => {
    try {
      await request
      return true
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.hasCode('verification_already_verified')) finish()
      else if (endings.some((ending) => error.hasCode(ending))) onOver(error)
      else throw error
      return false
    }
  }

  const isOpening = useRef(true)
  const prepare = async () => {
    try {
      return await api.me.prepareMyEmailAddressVerification({ email_id: email.id, strategy: 'email_code' })
    } catch (error) {
      if (!isOpening.current || !hasJustGotCode(email, error)) throw error
      return email
    } finally {
      isOpening.current = false
    }
  }
  const code = useCode(() => unlessOver(prepare()))
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
          const answer = api.me.attemptMyEmailAddressVerification({ email_id: email.id, code: values.code })
          if (await code.check(unlessOver(answer))) finish()
        }}
      >
        <p class="inset-lead">
          {fillWith(emailCode.formSubtitle, {
            identifier: (
              <strong>
                <Address>{email.email_address}</Address>
              </strong>
            ),
          })}
        </p>
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
