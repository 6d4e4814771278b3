import { Screen } from '../components/screen.js'
import { Identity } from './identity.js'
import { codeFactor, offersPassword } from './sign-in-screen.js'
import type { StepProps } from './step-props.js'

/** The ways to sign in that this account has. */
export function Methods(props: StepProps) {
  const { attempt } = props
  const emailCode = codeFactor(attempt, 'email_code')
  return (
    <Screen title="Choose another method" lead={<Identity {...props} />}>
      <div class="stack">
        {offersPassword(attempt) && (
          <a class="button" href="#password">
            Use your password
          </a>
        )}
        {emailCode && (
          <a class="button" href="#email-code">
            Email a code to {emailCode.safe_identifier}
          </a>
        )}
        {codeFactor(attempt, 'reset_password_email_code') && (
          <a class="button" href="#reset-password">
            Reset your password
          </a>
        )}
      </div>
    </Screen>
  )
}
