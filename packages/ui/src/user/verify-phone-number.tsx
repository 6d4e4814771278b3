import type { PhoneNumber } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { CancelButton } from '../components/disclosure.js'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { notify } from '../components/notify.js'
import { ResendCode } from '../components/resend-code.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fill, fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

interface VerifyPhoneNumberProps {
  number: PhoneNumber
  onVerified(): void
  /** Called when no code can verify the number any more: it is gone, or somebody else's by now. */
  onOver(reason: RequestFailure): void
  onCancel(): void
}

const endings = ['resource_not_found', 'form_identifier_exists']

/** Whether no other code is sent because one was, less than half a minute ago: whoever closes this and opens it again can type that one. */
const hasJustGotCode = ({ verification }: PhoneNumber, error: unknown): boolean =>
  verification?.status === 'unverified' &&
  error instanceof RequestFailure &&
  error.lines.some(({ code, meta }) => code === 'too_many_requests' && meta?.seconds !== undefined && meta.seconds <= 30)

/** Sends a code to the number and asks for it. */
export function VerifyPhoneNumber({ number, onVerified, onOver, onCancel }: VerifyPhoneNumberProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { phoneCode } = words.userProfile.phoneNumberPage
  const box = useRef<HTMLDivElement>(null)

  const finish = () => {
    notify(fill(phoneCode.successMessage, { identifier: number.phone_number }))
    onVerified()
  }
  /** Ends here when another tab, or another person, has decided it. */
  const unlessOver = async (request: Promise<PhoneNumber>) => {
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
      return await api.phoneNumbers.prepareMyPhoneNumberVerification({ phone_number_id: number.id, strategy: 'phone_code' })
    } catch (error) {
      if (!isOpening.current || !hasJustGotCode(number, error)) throw error
      return number
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
          const answer = api.phoneNumbers.attemptMyPhoneNumberVerification({ phone_number_id: number.id, code: values.code })
          if (await code.check(unlessOver(answer))) finish()
        }}
      >
        <p class="inset-lead">
          {fillWith(phoneCode.formSubtitle, {
            identifier: (
              <strong>
                <bdi dir="ltr">{number.phone_number}</bdi>
              </strong>
            ),
          })}
        </p>
        <CodeField label={phoneCode.formTitle} />
        <div class="form-actions">
          <SubmitButton class="button small primary">{words.formButtonPrimary__verify}</SubmitButton>
          <CancelButton onClick={onCancel} />
          <ResendCode label={phoneCode.resendButton} code={code} />
        </div>
      </Form>
    </div>
  )
}
