import type { SignUp } from '@frontdesk/contract'
import type { ComponentChildren } from 'preact'
import { Form, SubmitButton, type Values } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { SignUpFields } from './fields.js'
import type { SignUpField } from './sign-up-screen.js'

export interface DetailsProps {
  title: string
  fields: { name: SignUpField; required: boolean }[]
  attempt: SignUp | null
  /** The id of the sign-up to complete; a new one is created if it is absent. */
  continuing?: string
  onAnswer(request: Promise<SignUp>): Promise<void>
  /** Why the visitor was sent back to this screen. */
  problem?: string | undefined
  foot: ComponentChildren
}

/** The form for a new account, or for the fields that the sign-up still lacks. */
export function Details({ title, fields, attempt, continuing, onAnswer, problem, foot }: DetailsProps) {
  const { api } = useFrontDesk()
  const words = useWords()

  const submit = async (values: Values) => {
    const filledIn = fields.map(({ name }) => [name, values[name]]).filter(([, value]) => value)
    const given = { ...Object.fromEntries(filledIn), strategy: 'email_code' as const } // the code is sent with the same call
    await onAnswer(continuing ? api.signUps.updateSignUp({ sign_up_id: continuing, ...given }) : api.signUps.createSignUp(given))
  }

  return (
    <Screen title={title} foot={foot}>
      <Form onSubmit={submit} problem={problem}>
        <SignUpFields fields={fields} attempt={attempt} />
        <SubmitButton>{words.signUp.formButtonPrimary}</SubmitButton>
      </Form>
    </Screen>
  )
}
