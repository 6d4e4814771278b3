import type { User } from '@frontdesk/contract'
import { addressOf } from '../components/avatar.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Checkbox, HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton, type Values } from '../components/form.js'
import { NewPasswordField } from '../components/new-password-field.js'
import { notify } from '../components/notify.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { Section } from './section.js'

export function Password({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const { passwordPage, start } = words.userProfile
  const section = start.passwordSection
  if (!environment.user_settings.attributes.password?.enabled) return null

  const save = async ({ current_password, new_password, sign_out_of_other_sessions }: Values, close: () => void) => {
    await api.me.changePassword({ current_password, new_password, sign_out_of_other_sessions })
    notify(user.password_enabled ? passwordPage.successMessage__update : passwordPage.successMessage__set)
    close()
  }

  return (
    <Section title={section.title} about={user.password_enabled ? section.subtitle : section.subtitle__none}>
      <Disclosure label={user.password_enabled ? section.primaryButton__updatePassword : section.primaryButton__setPassword}>
        {(close) => (
          <Form class="inset" onSubmit={(values) => save(values, close)}>
            <HiddenField name="username" type="text" autoComplete="username" value={addressOf(user) ?? user.username ?? ''} />
            {user.password_enabled && (
              <PasswordField
                label={words.formFieldLabel__currentPassword}
                name="current_password"
                autoComplete="current-password"
              />
            )}
            <NewPasswordField label={words.formFieldLabel__newPassword} name="new_password" />
            <Checkbox name="sign_out_of_other_sessions" label={words.formFieldLabel__signOutOfOtherSessions} />
            <div class="form-actions">
              <SubmitButton class="button small primary">{passwordPage.formButtonPrimary}</SubmitButton>
              <CancelButton onClick={close} />
            </div>
          </Form>
        )}
      </Disclosure>
    </Section>
  )
}
