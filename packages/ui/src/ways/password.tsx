import { HiddenField, PasswordField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useWords } from '../words/use-words.js'
import type { WayProps } from './way.js'

export function Password({ action, attempt, identifier, identity, initialErrors, others, resetHref }: WayProps) {
  const words = useWords()
  return (
    <Screen title={words.signIn.password.title} lead={identity}>
      <Form initialErrors={initialErrors} onSubmit={({ password }) => attempt({ password })}>
        <HiddenField name="identifier" type="text" autoComplete="username" value={identifier ?? ''} />
        <PasswordField
          label={words.formFieldLabel__password}
          name="password"
          autoComplete="current-password"
          aside={resetHref && <a href={resetHref}>{words.formFieldAction__forgotPassword}</a>}
        />
        <SubmitButton>{action}</SubmitButton>
      </Form>
      {others && <p class="card-actions">{others}</p>}
    </Screen>
  )
}
