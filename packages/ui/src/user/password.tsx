import type { User } from '@frontdesk/contract'
import { notify } from '../components/announce.js'
import { addressOf } from '../components/avatar.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Checkbox, HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton, type Values } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { Section } from './section.js'

export function Password({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  if (!environment.user_settings.attributes.password?.enabled) return null

  const save = async ({ current_password, new_password, sign_out_of_other_sessions }: Values, close: () => void) => {
    await api.me.changePassword({ current_password, new_password, sign_out_of_other_sessions })
    notify(user.password_enabled ? 'Your password is changed.' : 'Your password is set.')
    close()
  }

  return (
    <Section
      title="Password"
      about={user.password_enabled ? 'Use one that you use nowhere else.' : 'You have none: you sign in with a code.'}
    >
      <Disclosure label={user.password_enabled ? 'Change password' : 'Set a password'}>
        {(close) => (
          <Form class="inset" onSubmit={(values) => save(values, close)}>
            <HiddenField name="username" type="text" autoComplete="username" value={addressOf(user) ?? user.username ?? ''} />
            {user.password_enabled && (
              <PasswordField label="Current password" name="current_password" autoComplete="current-password" />
            )}
            <PasswordField
              label="New password"
              name="new_password"
              autoComplete="new-password"
              hint={`At least ${environment.user_settings.password_settings.min_length} characters`}
            />
            <Checkbox name="sign_out_of_other_sessions" label="Sign out of all other devices" />
            <div class="form-actions">
              <SubmitButton class="button small primary">Save password</SubmitButton>
              <CancelButton onClick={close} />
            </div>
          </Form>
        )}
      </Disclosure>
    </Section>
  )
}
