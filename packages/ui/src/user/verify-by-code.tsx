import type { EmailAddress, PhoneNumber, Words } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { Address } from '../components/address.js'
import { CancelButton } from '../components/disclosure.js'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { notify } from '../components/notify.js'
import { ResendCode } from '../components/resend-code.js'
import { useCode } from '../components/use-code.js'
import { fill, fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { type FormLook, inRow } from './form-look.js'

export interface VerificationEnds {
  onVerified(): void
  /** Called when no code can verify it any more: it is gone, or somebody else's by now. */
  onOver(reason: RequestFailure): void
  onCancel(): void
  look?: FormLook | undefined
}

interface VerifyByCodeProps extends VerificationEnds {
  /** The address or number. */
  identifier: string
  verification: EmailAddress['verification'] | PhoneNumber['verification']
  words: Words['userProfile']['emailAddressPage']['emailCode']
  prepare(): Promise<unknown>
  attempt(code: string): Promise<unknown>
}

const endings = ['resource_not_found', 'form_identifier_exists']

/** Whether no other code is sent because one was, less than half a minute ago: whoever closes this and opens it again can type that one. */
const hasJustGotCode = (verification: VerifyByCodeProps['verification'], error: unknown): boolean =>
  verification?.status === 'unverified' &&
  error instanceof RequestFailure &&
  error.lines.some(({ code, meta }) => code === 'too_many_requests' && meta?.seconds !== undefined && meta.seconds <= 30)

/** Sends a code to an address or a number, and asks for it. */
export function VerifyByCode({
  identifier,
  verification,
  words,
  prepare,
  attempt,
  onVerified,
  onOver,
  onCancel,
  look = inRow,
}: VerifyByCodeProps) {
  const { formButtonPrimary__verify } = useWords()
  const box = useRef<HTMLDivElement>(null)

  const finish = () => {
    notify(fill(words.successMessage, { identifier }))
    onVerified()
  }
  /** Ends here when another tab, or another person, has decided it. */
  const unlessOver = async (request: Promise<unknown>) => {
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
  const send = async () => {
    try {
      await prepare()
    } catch (error) {
      if (!isOpening.current || !hasJustGotCode(verification, error)) throw error
    } finally {
      isOpening.current = false
    }
  }
  const code = useCode(() => unlessOver(send()))
  useLayoutEffect(() => {
    box.current!.querySelector<HTMLInputElement>('[name=code]')!.focus()
    code.send()
  }, [])

  return (
    <div ref={box}>
      <Form
        {...look.form}
        problem={code.problem}
        onSubmit={async (values) => {
          if (await code.check(unlessOver(attempt(values.code!)))) finish()
        }}
      >
        <p class="inset-lead">
          {fillWith(words.formSubtitle, {
            identifier: (
              <strong>
                <Address>{identifier}</Address>
              </strong>
            ),
          })}
        </p>
        <CodeField label={words.formTitle} />
        <div class={look.actions}>
          <SubmitButton class={look.submit}>{formButtonPrimary__verify}</SubmitButton>
          <CancelButton onClick={onCancel} />
          <ResendCode label={words.resendButton} code={code} />
        </div>
      </Form>
    </div>
  )
}
