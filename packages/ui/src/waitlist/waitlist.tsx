import { useState } from 'preact/hooks'
import { Address } from '../components/address.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { crossLink } from '../navigation/leave.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

/** Where people leave an address to be invited later. What it says is the same for every address. */
function Waitlist() {
  const { api, environment, redirectUrl, sessions, settings } = useFrontDesk()
  const words = useWords()
  const [joined, setJoined] = useState<string>()
  const { mode } = environment.user_settings.sign_up
  const link = (address: string, text: string) => <a href={crossLink(address, redirectUrl, sessions)}>{text}</a>
  const signIn = (
    <>
      {words.waitlist.start.actionText} {link(settings.signInUrl, words.waitlist.start.actionLink)}
    </>
  )

  if (mode === 'public')
    return (
      <Screen key="open" title={words.waitlist.open.title} lead={words.waitlist.open.subtitle} foot={signIn}>
        <a class="button primary" href={crossLink(settings.signUpUrl, redirectUrl, sessions)}>
          {words.signIn.start.actionLink}
        </a>
      </Screen>
    )
  if (mode === 'restricted') {
    const { title, subtitle } = words.signUp.restrictedAccess
    return <Screen key="closed" title={title} lead={subtitle} foot={signIn} />
  }
  if (joined !== undefined)
    return (
      <Screen
        key="joined"
        title={words.waitlist.success.title}
        lead={fillWith(words.waitlist.success.subtitle, {
          identifier: (
            <strong>
              <Address>{joined}</Address>
            </strong>
          ),
        })}
      />
    )

  const join = async ({ email_address = '' }: Record<string, string>) => {
    await api.waitlist.joinWaitlist({ email_address })
    setJoined(email_address)
  }
  return (
    <Screen key="start" title={words.waitlist.start.title} lead={words.waitlist.start.subtitle} foot={signIn}>
      <Form onSubmit={join}>
        <Field
          label={words.formFieldLabel__emailAddress}
          name="email_address"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          required
          autoFocus
        />
        <SubmitButton>{words.waitlist.start.formButton}</SubmitButton>
      </Form>
    </Screen>
  )
}

export const waitlistPage: PageComponents = { Page: Waitlist, Frame: Waitlist }
