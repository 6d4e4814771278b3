import type { SignUp } from '@frontdesk/contract'
import { Field, PasswordField } from '../components/field.js'
import { useFrontDesk } from '../front-desk.js'
import type { SignUpField } from './sign-up-screen.js'

const plain = { autoCapitalize: 'none', autoCorrect: 'off', spellcheck: false }

const inputs: Record<Exclude<SignUpField, 'password'>, { label: string; type: 'text' | 'email'; autoComplete: string }> = {
  first_name: { label: 'First name', type: 'text', autoComplete: 'given-name' },
  last_name: { label: 'Last name', type: 'text', autoComplete: 'family-name' },
  username: { label: 'Username', type: 'text', autoComplete: 'username', ...plain },
  email_address: { label: 'Email address', type: 'email', autoComplete: 'email', ...plain },
}

interface SignUpFieldsProps {
  fields: { name: SignUpField; required: boolean }[]
  attempt: SignUp | null
}

/** The given fields, filled with what is known already. First and last name share a row. */
export function SignUpFields({ fields, attempt }: SignUpFieldsProps) {
  const { environment } = useFrontDesk()
  const field = ({ name, required }: SignUpFieldsProps['fields'][number]) =>
    name === 'password' ? (
      <PasswordField
        key={name}
        label="Password"
        name={name}
        required={required}
        autoComplete="new-password"
        hint={`At least ${environment.user_settings.password_settings.min_length} characters`}
      />
    ) : (
      <Field key={name} {...inputs[name]} name={name} required={required} defaultValue={attempt?.[name] ?? ''} />
    )
  const fieldsOf = (...names: SignUpField[]) => fields.filter(({ name }) => names.includes(name)).map(field)
  return (
    <>
      {fieldsOf('email_address')}
      <div class="field-row">{fieldsOf('first_name', 'last_name')}</div>
      {fieldsOf('username', 'password')}
    </>
  )
}
