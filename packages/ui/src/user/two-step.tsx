import type { User } from '@frontdesk/contract'
import { useState } from 'preact/hooks'
import { passOverGone } from '../client/failure.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Alert } from '../components/form.js'
import { Icon } from '../components/icon.js'
import { lazily } from '../components/lazily.js'
import { notify } from '../components/notify.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { RowButton, RowConfirm } from './row-actions.js'
import { focusHeading, Section } from './section.js'

const AddAuthenticator = lazily(() => import('../two-step/add-authenticator.js').then((module) => module.AddAuthenticator))
const BackupCodes = lazily(() => import('../two-step/backup-codes.js').then((module) => module.BackupCodes))

/** The second step of sign-ins: the authenticator app, and backup codes for the day on which it is gone. */
export function TwoStep({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const { backupCodePage, formButtonPrimary__remove, mfaTOTPPage } = words.userProfile
  const { mfaSection } = words.userProfile.start
  const { attributes } = environment.user_settings
  const action = useAction()
  const [codes, setCodes] = useState<string[] | null>(null)
  const [heading, setHeading] = useState<Element | null>(null)
  const toHeading = () => heading && focusHeading(heading)
  const hasApps = attributes.authenticator_app?.enabled === true
  const hasCodes = attributes.backup_code?.enabled === true && user.two_factor_enabled
  if (!hasApps && !hasCodes && !user.totp_enabled) return null

  const added = (made: string[] | null) => {
    notify(mfaTOTPPage.successMessage)
    setCodes(made)
    if (!made) toHeading()
  }
  const remove = async () => {
    await api.me.deleteMyTotp().catch(passOverGone)
    notify(mfaTOTPPage.removeResource.successMessage)
    setCodes(null)
    toHeading()
  }
  const renew = async () => {
    setCodes((await api.me.createMyBackupCodes()).codes)
  }

  return (
    <Section title={mfaSection.title} about={mfaSection.subtitle}>
      <div ref={setHeading}>
        {codes && (
          <div class="inset">
            <BackupCodes
              codes={codes}
              done={backupCodePage.actionLabel__done}
              onDone={() => {
                setCodes(null)
                toHeading()
              }}
            />
          </div>
        )}
        <ul class="rows">
          {user.totp_enabled && (
            <li class="row">
              <Icon name="phone" />
              <div class="row-text">
                <strong>{mfaSection.totp.headerTitle}</strong>
              </div>
              <div class="row-actions">
                <RowConfirm
                  label={mfaSection.totp.destructiveActionTitle}
                  question={`${mfaTOTPPage.removeResource.messageLine1} ${mfaTOTPPage.removeResource.messageLine2}`}
                  answer={formButtonPrimary__remove}
                  action={action}
                  does={remove}
                />
              </div>
            </li>
          )}
          {hasCodes && !codes && (
            <li class="row">
              <Icon name="key" />
              <div class="row-text">
                <strong>{mfaSection.backupCodes.headerTitle}</strong>
                {!user.backup_code_enabled && <span class="row-detail">{mfaSection.backupCodes.subtitle__none}</span>}
              </div>
              <div class="row-actions">
                {user.backup_code_enabled ? (
                  <RowConfirm
                    label={mfaSection.backupCodes.actionLabel__regenerate}
                    question={mfaSection.backupCodes.subtitle__regenerate}
                    answer={mfaSection.backupCodes.actionLabel__regenerate}
                    class="primary"
                    action={action}
                    does={renew}
                  />
                ) : (
                  <RowButton label={mfaSection.backupCodes.actionLabel__create} action={action} does={renew} />
                )}
              </div>
            </li>
          )}
        </ul>
        {hasApps && !user.totp_enabled && (
          <Disclosure label={mfaSection.primaryButton}>
            {(close) => (
              <AddAuthenticator
                class="inset"
                submitClass="button small primary"
                onAdded={({ backup_codes }) => {
                  close()
                  added(backup_codes)
                }}
              >
                <CancelButton onClick={close} />
              </AddAuthenticator>
            )}
          </Disclosure>
        )}
        <Alert text={action.problem} />
      </div>
    </Section>
  )
}
