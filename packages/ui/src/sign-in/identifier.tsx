import type { SignIn } from '@frontdesk/contract'
import { RequestFailure } from '../client/failure.js'
import { Field, HiddenField } from '../components/field.js'
import { Alert, errorsByField, Form, SubmitButton, type Values } from '../components/form.js'
import { lazily } from '../components/lazily.js'
import { Screen } from '../components/screen.js'
import { useFrontDesk } from '../front-desk.js'
import { crossLink } from '../navigation/leave.js'
import { keepTyped } from '../navigation/typed.js'
import { FormAndButtons } from '../ways/first-screen.js'
import type { Begin } from '../ways/way.js'
import { useWords } from '../words/use-words.js'
import { identifierField, identifierOf, takenIdentifiers } from './identifiers.js'
import type { StepProps } from './step-props.js'

/** Only where nothing else is asked for. */
const PhoneField = lazily(() => import('../components/phone-field.js').then((module) => module.PhoneField))

interface IdentifierProps {
  attempt: SignIn | null
  onAnswer: StepProps['onAnswer']
  begin(strategy: string): Begin
  /** Why the visitor was sent back to this screen. */
  problem: string | undefined
}

/** The first screen. If a password manager also fills the hidden password field, one request signs in. */
export function Identifier({ attempt, onAnswer, begin, problem }: IdentifierProps) {
  const { api, environment, redirectUrl, sessions, settings } = useFrontDesk()
  const words = useWords()
  const { attributes, sign_up } = environment.user_settings
  const identifiers = takenIdentifiers(environment)
  const signUpAddress = crossLink(settings.signUpUrl, redirectUrl, sessions)

  const signIn = async ({ identifier = '', password }: Values) => {
    if (!password) return onAnswer(api.signIns.createSignIn({ identifier }))
    try {
      await onAnswer(api.signIns.createSignIn({ identifier, password, strategy: 'password' }))
    } catch (error) {
      if (!(error instanceof RequestFailure) || !error.lines.some((line) => line.meta?.param_name === 'password')) throw error
      // The password field is on another screen: go there and show the error.
      await onAnswer(api.signIns.createSignIn({ identifier }), errorsByField(error, words))
    }
  }
  const submit = async (values: Values) => {
    try {
      await signIn(values)
    } catch (error) {
      const typed = values.identifier ?? ''
      const field = identifierOf(typed, identifiers)
      const isUnknown = error instanceof RequestFailure && error.hasCode('form_identifier_not_found')
      if (!isUnknown || !field || !settings.signUpFromSignIn || sign_up.mode !== 'public') throw error
      keepTyped(field, typed)
      location.assign(signUpAddress)
      await new Promise(() => {}) // busy until the browser has left
    }
  }

  return (
    <Screen
      title={words.signIn.start.title}
      foot={
        sign_up.mode !== 'restricted' && (
          <>
            {words.signIn.start.actionText}{' '}
            {sign_up.mode === 'public' ? (
              <a href={signUpAddress}>{words.signIn.start.actionLink}</a>
            ) : (
              <a href={crossLink(settings.waitlistUrl, redirectUrl, sessions)}>{words.signIn.start.actionLink__joinWaitlist}</a>
            )}
          </>
        )
      }
    >
      {identifiers.length === 0 && <Alert text={problem} />}
      <FormAndButtons
        of="sign-in"
        begin={begin}
        form={
          identifiers.length > 0 && (
            <Form onSubmit={submit} problem={problem}>
              {identifiers.join() === 'phone_number' ? (
                <PhoneField
                  label={words.formFieldLabel__phoneNumber}
                  name="identifier"
                  autoComplete="username"
                  value={attempt?.identifier ?? ''}
                  required
                  autoFocus
                />
              ) : (
                <Field
                  {...identifierField(identifiers, words)}
                  name="identifier"
                  autoComplete={attributes.passkey?.enabled ? 'username webauthn' : 'username'}
                  autoCapitalize="none"
                  autoCorrect="off"
                  spellcheck={false}
                  defaultValue={attempt?.identifier ?? ''}
                  required
                  autoFocus
                />
              )}
              <HiddenField name="password" type="password" autoComplete="current-password" />
              <SubmitButton />
            </Form>
          )
        }
      />
    </Screen>
  )
}
