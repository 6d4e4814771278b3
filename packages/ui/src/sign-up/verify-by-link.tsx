import { useEffect } from 'preact/hooks'
import { Address } from '../components/address.js'
import { Alert } from '../components/form.js'
import { ResendCode } from '../components/resend-code.js'
import { Screen } from '../components/screen.js'
import { useCode } from '../components/use-code.js'
import { usePolling } from '../components/use-polling.js'
import { landingOf } from '../email-link/open-link.js'
import { WaitingForLink } from '../email-link/waiting-for-link.js'
import { useFrontDesk } from '../front-desk.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import type { VerificationProps } from './verifications.js'

/** Waits until the link that was mailed to the new account's address is followed. */
export function VerifyByLink({ attempt, onAnswer, onCode }: VerificationProps & { onCode(): void }) {
  const { api, redirectUrl, settings } = useFrontDesk()
  const words = useWords()
  const { emailLink } = words.signUp

  const link = useCode(() =>
    onAnswer(
      api.signUps.prepareSignUpVerification({
        sign_up_id: attempt.id,
        strategy: 'email_link',
        redirect_url: landingOf(settings.baseUrl, redirectUrl ?? settings.afterSignUpUrl),
      }),
    ),
  )
  useEffect(() => {
    link.send()
  }, [])
  usePolling(() => onAnswer(api.signUps.getSignUp({ sign_up_id: attempt.id })))

  const identifier = (
    <strong>
      <Address>{attempt.email_address}</Address>
    </strong>
  )
  return (
    <Screen title={words.signUp.emailCode.title} lead={fillWith(emailLink.subtitle, { identifier })}>
      <WaitingForLink />
      <div class="card-actions">
        <ResendCode label={words.signIn.emailLink.resendButton} countdown={words.signIn.emailLink.resendCountdown} code={link} />
        <button type="button" class="text-button" onClick={onCode}>
          {emailLink.useCode}
        </button>
        <Alert text={link.problem} />
      </div>
    </Screen>
  )
}
