import { useEffect } from 'preact/hooks'
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
import { isTyped } from './factor.js'
import type { WayProps } from './way.js'

/** Waits until the link that was mailed is followed. */
export function EmailLink(props: WayProps) {
  const { factor, identity: identifier, others, prepare, refresh, verification } = props
  const { redirectUrl, settings } = useFrontDesk()
  const words = useWords()
  const { emailCode, emailLink } = words.signIn

  const link = useCode(() => prepare({ redirect_url: landingOf(settings.baseUrl, redirectUrl) }))
  useEffect(() => {
    if (!verification) link.send()
  }, [])
  usePolling(refresh)

  const isOther = factor.safe_identifier && !isTyped(props, factor)
  return (
    <Screen
      title={emailCode.title}
      lead={
        isOther
          ? fillWith(emailLink.subtitle__otherAddress, { emailAddress: factor.safe_identifier, identifier })
          : fillWith(emailLink.subtitle, { identifier })
      }
    >
      <WaitingForLink />
      <div class="card-actions">
        <ResendCode label={emailLink.resendButton} countdown={emailLink.resendCountdown} code={link} />
        {others}
        <Alert text={link.problem} />
      </div>
    </Screen>
  )
}
