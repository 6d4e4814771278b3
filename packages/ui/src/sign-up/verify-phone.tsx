import { useEffect } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Alert, Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { ShortLabel } from '../components/short-label.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import type { VerificationProps } from './verifications.js'

/** Asks for the code that was sent to the new account's number. */
export function VerifyPhone({ attempt, onAnswer, onRestart }: VerificationProps) {
  const { api } = useFrontDesk()
  const words = useWords()

  const code = useCode(() => onAnswer(api.signUps.prepareSignUpVerification({ sign_up_id: attempt.id, strategy: 'phone_code' })))
  useEffect(() => {
    if (attempt.verifications.phone_number?.next_action !== 'needs_attempt') code.send()
  }, [])

  return (
    <Screen
      title={words.signUp.phoneCode.title}
      lead={fillWith(words.signUp.phoneCode.subtitle, {
        identifier: (
          <span class="chip">
            <strong>
              <bdi dir="ltr">{attempt.phone_number}</bdi>
            </strong>{' '}
            <button type="button" class="text-button" onClick={onRestart}>
              <ShortLabel shown={words.identityPreview__change} spoken={words.identityPreview__changeNumber} />
            </button>
          </span>
        ),
      })}
    >
      <Form
        onSubmit={(values) =>
          code.check(
            onAnswer(
              api.signUps.attemptSignUpVerification({ sign_up_id: attempt.id, strategy: 'phone_code', code: values.code }),
            ),
          )
        }
      >
        <CodeField label={words.signUp.phoneCode.formTitle} />
        <SubmitButton>{words.formButtonPrimary__verify}</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode label={words.signUp.phoneCode.resendButton} code={code} />
        <Alert text={code.problem} />
      </div>
    </Screen>
  )
}
