import { Choice } from '../components/choice.js'
import { Screen } from '../components/screen.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Identity } from './identity.js'
import { codeFactor, offersPassword } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'

/** The ways to sign in that this account has. */
export function Methods(props: StepProps) {
  const { attempt } = props
  const words = useWords()
  const methods = words.signIn.alternativeMethods
  const holdsAddress = methods.blockButton__emailCode_short.includes('{{identifier}}') // as texts that an app brings may
  const emailCode = codeFactor(attempt, 'email_code')
  const reset = codeFactor(attempt, 'reset_password_email_code')
  return (
    <Screen title={methods.title} lead={<Identity {...props} />}>
      <div class="choices">
        {offersPassword(attempt) && <Choice href="#password" icon="key" action={methods.blockButton__password} />}
        {emailCode && (
          <Choice
            href="#email-code"
            icon="mail"
            action={fill(methods.blockButton__emailCode_short, { identifier: emailCode.safe_identifier })}
            detail={holdsAddress ? undefined : emailCode.safe_identifier}
          />
        )}
        {reset && (
          <Choice
            href="#reset-password"
            icon="renew"
            action={words.signIn.forgotPasswordAlternativeMethods.blockButton__resetPassword}
            detail={reset.safe_identifier}
          />
        )}
      </div>
    </Screen>
  )
}
