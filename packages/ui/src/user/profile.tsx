import type { User } from '@frontdesk/contract'
import { notify } from '../components/announce.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton, type Values } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { Section } from './section.js'

export function Profile({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  const { first_name, last_name, username } = environment.user_settings.attributes
  if (!first_name?.enabled && !last_name?.enabled && !username?.enabled) return null

  const save = async (values: Values) => {
    await api.me.updateMe(values)
    notify('Your profile is saved.')
  }

  return (
    <Section title="Profile" about="How this application addresses you.">
      <Form onSubmit={save}>
        <div class="field-row">
          {first_name?.enabled && (
            <Field
              label="First name"
              name="first_name"
              autoComplete="given-name"
              defaultValue={user.first_name ?? ''}
              required={first_name.required}
            />
          )}
          {last_name?.enabled && (
            <Field
              label="Last name"
              name="last_name"
              autoComplete="family-name"
              defaultValue={user.last_name ?? ''}
              required={last_name.required}
            />
          )}
        </div>
        {username?.enabled && (
          <Field
            label="Username"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellcheck={false}
            defaultValue={user.username ?? ''}
            required={username.required}
          />
        )}
        <SubmitButton class="button small primary">Save profile</SubmitButton>
      </Form>
    </Section>
  )
}
