import type { SignUp } from '@frontdesk/contract'
import { Field, HiddenField, PasswordField } from '../components/field.js'
import { useFrontDesk } from '../front-desk.js'
import { passwordHint } from '../words/password-hint.js'
import { useWords } from '../words/use-words.js'
import type { SignUpField } from './sign-up-screen.js'

const plain = { autoCapitalize: 'none', autoCorrect: 'off', spellcheck: false }

const inputs: Record<Exclude<SignUpField, 'password'>, { type: 'text' | 'email'; autoComplete: string }> = {
  first_name: { type: 'text', autoComplete: 'given-name' },
  last_name: { type: 'text', autoComplete: 'family-name' },
  username: { type: 'text', autoComplete: 'username', ...plain },
  email_address: { type: 'email', autoComplete: 'email', ...plain },
}

interface SignUpFieldsProps {
  fields: { name: SignUpField; required: boolean }[]
  attempt: SignUp | null
}

/** The given fields, filled with what is known already. First and last name share a row. */
export function SignUpFields({ fields, attempt }: SignUpFieldsProps) {
  const { environment } = useFrontDesk()
  const words = useWords()
  const labels = {
    first_name: words.formFieldLabel__firstName,
    last_name: words.formFieldLabel__lastName,
    username: words.formFieldLabel__username,
    email_address: words.formFieldLabel__emailAddress,
  }
  const asks = (name: SignUpField) => fields.some((field) => field.name === name)
  // The name that password managers keep with the new password: without such a field they take the one before the password, a last name.
  const accountName = (['username', 'email_address'] as const).find(asks)
  const field = ({ name, required }: SignUpFieldsProps['fields'][number]) =>
    name === 'password' ? (
      <PasswordField
        key={name}
        label={words.formFieldLabel__password}
        name={name}
        required={required}
        autoFocus={name === fields[0]?.name}
        autoComplete="new-password"
        hint={passwordHint(words, environment)}
      />
    ) : (
      <Field
        key={name}
        {...inputs[name]}
        {...(name === accountName && { autoComplete: 'username' })}
        label={labels[name]}
        name={name}
        required={required}
        autoFocus={name === fields[0]?.name}
        defaultValue={attempt?.[name] ?? ''}
      />
    )
  const fieldsOf = (...names: SignUpField[]) => fields.filter(({ name }) => names.includes(name)).map(field)
  return (
    <>
      {fieldsOf('email_address')}
      <div class="field-row">{fieldsOf('first_name', 'last_name')}</div>
      {asks('password') && !accountName && (
        <HiddenField
          name="account"
          type="text"
          autoComplete="username"
          value={attempt?.username ?? attempt?.email_address ?? ''}
        />
      )}
      {fieldsOf('username', 'password')}
    </>
  )
}
