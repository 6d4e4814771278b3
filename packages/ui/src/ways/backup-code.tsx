import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useWords } from '../words/use-words.js'
import type { WayProps } from './way.js'

/** Asks for one of the codes that were kept for the day on which the other device is gone. */
export function BackupCode({ identity, action, others, attempt }: WayProps) {
  const words = useWords()
  const { backupCodeMfa } = words.signIn
  return (
    <Screen
      title={backupCodeMfa.title}
      lead={
        <>
          {backupCodeMfa.subtitle} {identity}
        </>
      }
    >
      <Form onSubmit={({ code }) => attempt({ code })}>
        <Field
          label={words.formFieldLabel__backupCode}
          name="code"
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellcheck={false}
          dir="ltr"
          required
        />
        <SubmitButton>{action}</SubmitButton>
      </Form>
      {others && <p class="card-actions">{others}</p>}
    </Screen>
  )
}
