import { useEffect, useState } from 'preact/hooks'
import { Address } from '../components/address.js'
import { CodeField } from '../components/field.js'
import { Alert, Form, SubmitButton } from '../components/form.js'
import { lazily } from '../components/lazily.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { ShortLabel } from '../components/short-label.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import type { VerificationProps } from './verifications.js'

const VerifyByLink = lazily(() => import('./verify-by-link.js').then((module) => module.VerifyByLink))

/** Asks for the code that was mailed to the new account's address. */
export function VerifyEmail({ attempt, onAnswer, onRestart }: VerificationProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const [isByLink, setByLink] = useState(false)
  const email = attempt.verifications.email_address

  const code = useCode(() => onAnswer(api.signUps.prepareSignUpVerification({ sign_up_id: attempt.id, strategy: 'email_code' })))
  useEffect(() => {
    if (email?.next_action !== 'needs_attempt') code.send()
  }, [])

  if (isByLink)
    return <VerifyByLink attempt={attempt} onAnswer={onAnswer} onRestart={onRestart} onCode={() => setByLink(false)} />
  return (
    <Screen
      title={words.signUp.emailCode.title}
      lead={fillWith(words.signUp.emailCode.subtitle, {
        identifier: (
          <span class="chip">
            <strong>
              <Address>{attempt.email_address}</Address>
            </strong>{' '}
            <button type="button" class="text-button" onClick={onRestart}>
              <ShortLabel shown={words.identityPreview__change} spoken={words.identityPreview__changeAddress} />
            </button>
          </span>
        ),
      })}
    >
      <Form
        onSubmit={(values) =>
          code.check(
            onAnswer(
              api.signUps.attemptSignUpVerification({ sign_up_id: attempt.id, strategy: 'email_code', code: values.code }),
            ),
          )
        }
      >
        <CodeField label={words.signUp.emailCode.formTitle} />
        <SubmitButton>{words.formButtonPrimary__verify}</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode label={words.signUp.emailCode.resendButton} code={code} />
        {email?.supported_strategies.includes('email_link') && (
          <button type="button" class="text-button" onClick={() => setByLink(true)}>
            {words.signUp.emailLink.useLink}
          </button>
        )}
        <Alert text={code.problem} />
      </div>
    </Screen>
  )
}
