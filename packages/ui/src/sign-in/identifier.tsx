import type { SignIn } from '@frontdesk/contract'
import { RequestFailure } from '../client/failure.js'
import { Field, HiddenField } from '../components/field.js'
import { errorsByField, Form, SubmitButton, type Values } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { crossLink } from '../navigation/leave.js'
import { useWords } from '../words/use-words.js'
import type { StepProps } from './step-props.js'

interface IdentifierProps {
  attempt: SignIn | null
  onAnswer: StepProps['onAnswer']
  /** Why the visitor was sent back to this screen. */
  problem: string | undefined
}

/** The first screen. If a password manager also fills the hidden password field, one request signs in. */
export function Identifier({ attempt, onAnswer, problem }: IdentifierProps) {
  const { api, environment, redirectUrl, sessions, settings } = useFrontDesk()
  const words = useWords()
  const { attributes, sign_up } = environment.user_settings
  const takesUsernames = attributes.username?.enabled === true

  const submit = async ({ identifier, password }: Values) => {
    if (!password) return onAnswer(api.signIns.createSignIn({ identifier }))
    try {
      await onAnswer(api.signIns.createSignIn({ identifier, password, strategy: 'password' }))
    } catch (error) {
      if (!(error instanceof RequestFailure) || !error.lines.some((line) => line.meta?.param_name === 'password')) throw error
      // The password field is on another screen: go there and show the error.
      await onAnswer(api.signIns.createSignIn({ identifier }), errorsByField(error, words))
    }
  }

  return (
    <Screen
      title={words.signIn.start.title}
      foot={
        sign_up.mode === 'public' && (
          <>
            {words.signIn.start.actionText}{' '}
            <a href={crossLink(settings.signUpUrl, redirectUrl, sessions)}>{words.signIn.start.actionLink}</a>
          </>
        )
      }
    >
      <Form onSubmit={submit} problem={problem}>
        <Field
          label={takesUsernames ? words.formFieldLabel__emailAddress_username : words.formFieldLabel__emailAddress}
          name="identifier"
          type={takesUsernames ? 'text' : 'email'}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellcheck={false}
          defaultValue={attempt?.identifier ?? ''}
          required
          autoFocus
        />
        <HiddenField name="password" type="password" autoComplete="current-password" />
        <SubmitButton />
      </Form>
    </Screen>
  )
}
