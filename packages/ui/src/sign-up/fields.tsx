import type { Words } from '@frontdesk/contract'
import type { ComponentType } from 'preact'
import { Field, HiddenField } from '../components/field.js'
import { NewPasswordField } from '../components/new-password-field.js'
import { PhoneField } from '../components/phone-field.js'
import { useWords } from '../words/use-words.js'
import type { AskedField, SignUpField } from './sign-up-screen.js'

const plain = { autoCapitalize: 'none', autoCorrect: 'off', spellcheck: false }

interface InputProps {
  required: boolean
  autoFocus: boolean
  /** What is known already. */
  value: string
}

interface Input {
  label?(words: Words): string
  type?: 'text' | 'email'
  autoComplete?: string
  /** For a field that is more than a textbox; its inputs have the names of the API's parameters. */
  component?: ComponentType<InputProps>
}

/** How each field is filled in, by its name in `fieldOrder`. */
const inputs: Record<SignUpField, Input> = {
  email_address: { label: (words) => words.formFieldLabel__emailAddress, type: 'email', autoComplete: 'email', ...plain },
  phone_number: { component: PhoneNumber },
  first_name: { label: (words) => words.formFieldLabel__firstName, type: 'text', autoComplete: 'given-name' },
  last_name: { label: (words) => words.formFieldLabel__lastName, type: 'text', autoComplete: 'family-name' },
  username: { label: (words) => words.formFieldLabel__username, type: 'text', autoComplete: 'username', ...plain },
  password: { component: NewPassword },
}

function NewPassword({ value: _, ...props }: InputProps) {
  return <NewPasswordField label={useWords().formFieldLabel__password} name="password" {...props} />
}

function PhoneNumber(props: InputProps) {
  return <PhoneField label={useWords().formFieldLabel__phoneNumber} name="phone_number" {...props} />
}

interface SignUpFieldsProps {
  fields: AskedField[]
  /** What is known already, by the fields' names. */
  known: Partial<Record<SignUpField, string | null>>
}

/** The given fields, filled with what is known already. First and last name share a row. */
export function SignUpFields({ fields, known }: SignUpFieldsProps) {
  const words = useWords()
  const asks = (name: SignUpField) => fields.some((field) => field.name === name)
  // The name that password managers keep with the new password: without such a field they take the one before the password, a last name.
  const accountName = (['username', 'email_address', 'phone_number'] as const).find(asks)
  const field = ({ name, required }: AskedField) => {
    const { component: Component, label, ...input } = inputs[name]
    const shared = { required, autoFocus: name === fields[0]?.name }
    const value = known[name] ?? ''
    if (Component) return <Component key={name} value={value} {...shared} />
    return (
      <Field
        key={name}
        {...input}
        {...(name === accountName && { autoComplete: 'username' })}
        label={label?.(words) ?? ''}
        name={name}
        defaultValue={value}
        {...shared}
      />
    )
  }
  const fieldsOf = (...names: SignUpField[]) => fields.filter(({ name }) => names.includes(name)).map(field)
  return (
    <>
      {fieldsOf('email_address', 'phone_number')}
      <div class="field-row">{fieldsOf('first_name', 'last_name')}</div>
      {asks('password') && !accountName && (
        <HiddenField
          name="account"
          type="text"
          autoComplete="username"
          value={known.username ?? known.email_address ?? known.phone_number ?? ''}
        />
      )}
      {fieldsOf('username', 'password')}
    </>
  )
}
