import type { Totp } from '@frontdesk/contract'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { CodeField } from '../components/field.js'
import { Alert, Form, SubmitButton } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { Spinner } from '../components/waiting.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { CopyButton } from './copy-button.js'
import { QrCode } from './qr-code.js'
import './two-step.css'

interface AddAuthenticatorProps {
  /** With the backup codes that came with it, if any did. */
  onAdded(totp: Totp): void
  class?: string
  submitClass?: string
  /** Beside the button that verifies. */
  children?: ComponentChildren
}

/** Shows a new secret, as a picture to scan and as a key to type, and asks for a code of it. */
export function AddAuthenticator({ onAdded, class: name, submitClass, children }: AddAuthenticatorProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { authenticatorApp, verifyTitle, verifySubtitle } = words.userProfile.mfaTOTPPage
  const [begun, setBegun] = useState<Totp>()
  const { problem, perform } = useAction()
  useEffect(() => {
    perform(async () => setBegun(await api.me.createMyTotp()))
  }, [])

  if (problem) return <Alert text={problem} />
  if (!begun?.secret || !begun.uri) return <Spinner />
  const key = begun.secret
  return (
    <Form {...(name && { class: name })} onSubmit={async ({ code }) => onAdded(await api.me.attemptMyTotpVerification({ code }))}>
      <p>{authenticatorApp.infoText__ableToScan}</p>
      <QrCode text={begun.uri} label={authenticatorApp.qrCode_label} />
      <p class="typed-key">
        {authenticatorApp.infoText__unableToScan} <code>{key.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <CopyButton text={key} label={authenticatorApp.copyKey} />
      <p>{verifySubtitle}</p>
      <CodeField label={verifyTitle} />
      <div class={name ? 'form-actions' : 'card-actions'}>
        <SubmitButton class={submitClass ?? 'button primary'}>{words.formButtonPrimary__verify}</SubmitButton>
        {children}
      </div>
    </Form>
  )
}
