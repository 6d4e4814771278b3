import type { SignUp } from '@frontdesk/contract'
import type { ComponentChildren } from 'preact'
import { Alert, Form, SubmitButton, type Values } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { FormAndButtons } from '../ways/first-screen.js'
import type { Begin } from '../ways/way.js'
import { useWords } from '../words/use-words.js'
import { extras } from './extras.js'
import { SignUpFields } from './fields.js'
import type { AskedField, SignUpField } from './sign-up-screen.js'
import { strategyFor } from './verifications.js'

export interface DetailsProps {
  title: string
  lead?: ComponentChildren
  fields: AskedField[]
  /** What the fields hold from the start. */
  known: Partial<Record<SignUpField, string | null>>
  /** The sign-up to complete; a new one is created if it is absent. */
  continuing?: SignUp
  /** What the buttons of the other ways begin; there are none without it. */
  begin?: ((strategy: string) => Begin) | undefined
  onAnswer(request: Promise<SignUp>): Promise<void>
  /** Why the visitor was sent back to this screen. */
  problem?: string | undefined
  foot: ComponentChildren
}

/** The form for a new account, or for the fields that the sign-up still lacks. */
export function Details({ title, lead, fields, known, continuing, begin, onAnswer, problem, foot }: DetailsProps) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const asked = extras.filter(({ isAsked }) => isAsked(environment, continuing?.missing_fields ?? null))

  const submit = async (values: Values) => {
    const names = [...fields, ...asked].map(({ name }) => name)
    const filledIn = names.flatMap((name) => (values[name] ? [[name, values[name]] as const] : []))
    // A code is sent with the same call.
    const given = { ...Object.fromEntries(filledIn), strategy: strategyFor(filledIn.map(([name]) => name)) }
    await onAnswer(
      continuing ? api.signUps.updateSignUp({ sign_up_id: continuing.id, ...given }) : api.signUps.createSignUp(given),
    )
  }

  const form = (
    <Form onSubmit={submit} problem={problem}>
      <SignUpFields fields={fields} known={known} />
      {asked.map(({ name, component: Component }) => (
        <Component key={name} />
      ))}
      <SubmitButton>{words.signUp.formButtonPrimary}</SubmitButton>
    </Form>
  )
  const hasForm = fields.length + asked.length > 0
  return (
    <Screen title={title} lead={lead} foot={foot}>
      {!hasForm && <Alert text={problem} />}
      {begin ? <FormAndButtons of="sign-up" begin={begin} form={hasForm && form} /> : form}
    </Screen>
  )
}
