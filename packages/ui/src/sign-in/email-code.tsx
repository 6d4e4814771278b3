import { useEffect } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Alert, Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { useCode } from '../components/use-code.js'
import { useFrontDesk } from '../front-desk.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
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
  const words = useWords()
  const offer = codeFactor(attempt, strategy)
  const isReset = strategy === 'reset_password_email_code'
  const screen = isReset ? words.signIn.forgotPassword : words.signIn.emailCode
  const identifier = <Identity {...props} />

  const code = useCode(() =>
    onAnswer(api.signIns.prepareFirstFactor({ sign_in_id: attempt.id, strategy, email_address_id: offer?.email_address_id })),
  )
  useEffect(() => {
    if (!isSent(attempt, strategy)) code.send()
  }, [])

  return (
    <Screen
      title={screen.title}
      lead={
        offer && !isTyped(attempt, offer)
          ? fillWith(words.signIn.emailCode.subtitle__otherAddress, { emailAddress: offer.safe_identifier, identifier })
          : fillWith(isReset ? words.signIn.forgotPassword.subtitle_email : words.signIn.emailCode.subtitle, { identifier })
      }
    >
      <Form
        onSubmit={(values) =>
          code.check(onAnswer(api.signIns.attemptFirstFactor({ sign_in_id: attempt.id, strategy, code: values.code })))
        }
      >
        <CodeField label={screen.formTitle} />
        <SubmitButton>{isReset ? words.formButtonPrimary__verify : words.signIn.emailCode.formButtonPrimary}</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode label={screen.resendButton} code={code} />
        {offersPassword(attempt) && <a href="#methods">{words.footerActionLink__useAnotherMethod}</a>}
        <Alert text={code.problem} />
      </div>
    </Screen>
  )
}
