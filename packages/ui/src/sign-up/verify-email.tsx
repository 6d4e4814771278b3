import type { SignUp } from '@frontdesk/contract'
import { useEffect } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'

interface VerifyEmailProps {
  attempt: SignUp
  onAnswer(request: Promise<SignUp>): Promise<void>
  onRestart(): void
}

/** Asks for the code that was mailed to the new account's address. */
export function VerifyEmail({ attempt, onAnswer, onRestart }: VerifyEmailProps) {
  const { api } = useFrontDesk()

  const code = useCode(() => onAnswer(api.signUps.prepareSignUpVerification({ sign_up_id: attempt.id, strategy: 'email_code' })))
  useEffect(() => {
    if (attempt.verifications.email_address?.next_action !== 'needs_attempt') code.send()
  }, [])

  return (
    <Screen
      title="Verify your email"
      lead={
        <>
          Enter the 6-digit code sent to{' '}
          <span class="chip">
            <strong>{attempt.email_address}</strong>{' '}
            <button type="button" class="text-button" onClick={onRestart}>
              Change<span class="sr-only"> address</span>
            </button>
          </span>
        </>
      }
    >
      <Form
        problem={code.problem}
        onSubmit={(values) =>
          code.check(
            onAnswer(
              api.signUps.attemptSignUpVerification({ sign_up_id: attempt.id, strategy: 'email_code', code: values.code }),
            ),
          )
        }
      >
        <CodeField />
        <SubmitButton>Verify</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode code={code} />
      </div>
    </Screen>
  )
}
