import { useEffect } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { Identity } from './identity.js'
import { type CodeStrategy, codeFactor, isSent, isTyped, offersPassword } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'

interface EmailCodeProps extends StepProps {
  strategy: CodeStrategy
}

/** Asks for the code that was mailed, to sign in or to reset the password. */
export function EmailCode({ strategy, ...props }: EmailCodeProps) {
  const { attempt, onAnswer } = props
  const { api } = useFrontDesk()
  const offer = codeFactor(attempt, strategy)

  const code = useCode(() =>
    onAnswer(api.signIns.prepareFirstFactor({ sign_in_id: attempt.id, strategy, email_address_id: offer?.email_address_id })),
  )
  useEffect(() => {
    if (!isSent(attempt, strategy)) code.send()
  }, [])

  return (
    <Screen
      title={strategy === 'email_code' ? 'Check your email' : 'Reset your password'}
      lead={
        <>
          Enter the 6-digit code sent to {offer && !isTyped(attempt, offer) && <>{offer.safe_identifier}, for </>}
          <Identity {...props} />
        </>
      }
    >
      <Form
        problem={code.problem}
        onSubmit={(values) =>
          code.check(onAnswer(api.signIns.attemptFirstFactor({ sign_in_id: attempt.id, strategy, code: values.code })))
        }
      >
        <CodeField />
        <SubmitButton>{strategy === 'email_code' ? 'Sign in' : 'Verify'}</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode code={code} />
        {offersPassword(attempt) && <a href="#methods">Use another method</a>}
      </div>
    </Screen>
  )
}
