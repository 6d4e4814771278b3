import { useEffect } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Alert, Form, SubmitButton } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { useCode } from '../components/use-code.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { isTyped } from './factor.js'
import type { WayProps } from './way.js'

/** Asks for the code that was sent by text message, to sign in, to verify again or to reset the password. */
export function PhoneCode(props: WayProps) {
  const { action, attempt, factor, identity: identifier, others, prepare, verification } = props
  const words = useWords()
  const isReset = factor.strategy === 'reset_password_phone_code'
  const { phoneCode } = words.signIn

  const code = useCode(prepare)
  useEffect(() => {
    if (!verification) code.send()
  }, [])

  return (
    <Screen
      title={isReset ? words.signIn.forgotPassword.title : phoneCode.title}
      lead={
        factor.safe_identifier && !isTyped(props, factor)
          ? fillWith(phoneCode.subtitle__otherNumber, { phoneNumber: <bdi dir="ltr">{factor.safe_identifier}</bdi>, identifier })
          : fillWith(phoneCode.subtitle, { identifier })
      }
    >
      <Form onSubmit={(values) => code.check(attempt({ code: values.code }))}>
        <CodeField label={phoneCode.formTitle} />
        <SubmitButton>{isReset ? words.formButtonPrimary__verify : action}</SubmitButton>
      </Form>
      <div class="card-actions">
        <ResendCode label={phoneCode.resendButton} code={code} />
        {others}
        <Alert text={code.problem} />
      </div>
    </Screen>
  )
}
