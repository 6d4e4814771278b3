import { CodeField } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useWords } from '../words/use-words.js'
import type { WayProps } from './way.js'

/** Asks for the code that the authenticator app shows. */
export function TotpCode({ identity, action, others, attempt }: WayProps) {
  const { totpMfa } = useWords().signIn
  return (
    <Screen
      title={totpMfa.title}
      lead={
        <>
          {totpMfa.subtitle} {identity}
        </>
      }
    >
      <Form onSubmit={({ code }) => attempt({ code })}>
        <CodeField label={totpMfa.formTitle} />
        <SubmitButton>{action}</SubmitButton>
      </Form>
      {others && <p class="card-actions">{others}</p>}
    </Screen>
  )
}
