import { Field } from '../components/field.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { AddIdentifier } from './add-identifier.js'
import { VerifyEmailAddress } from './verify-email-address.js'

export function AddEmailAddress() {
  const { api } = useFrontDesk()
  const words = useWords()
  return (
    <AddIdentifier
      label={words.userProfile.start.emailAddressesSection.primaryButton}
      name="email_address"
      field={(typed) => (
        <Field
          label={words.formFieldLabel__emailAddress}
          name="email_address"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          autoCorrect="off"
          spellcheck={false}
          defaultValue={typed}
          hint={words.userProfile.emailAddressPage.formHint}
          required
        />
      )}
      add={(email_address) => api.me.createMyEmailAddress({ email_address })}
      typedFor={({ email_address }) => email_address}
      verify={(email, ends) => <VerifyEmailAddress email={email} {...ends} />}
    />
  )
}
