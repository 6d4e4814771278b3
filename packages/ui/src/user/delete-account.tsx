import type { User } from '@frontdesk/contract'
import { addressOf } from '../components/avatar.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { leave } from '../navigation/leave.js'
import { Section } from './section.js'

const phrase = 'Delete account'

export function DeleteAccount({ user }: { user: User }) {
  const { api, settings } = useFrontDesk()
  const remove = async () => {
    await api.me.deleteMe()
    await leave(settings.afterSignOutUrl)
  }
  return (
    <Section title="Delete account" about="This cannot be undone." isDangerous>
      <Disclosure label="Delete account" class="button small danger">
        {(close) => (
          <Form class="inset" onSubmit={remove}>
            <p class="inset-lead">
              The account <strong>{addressOf(user) ?? user.username}</strong> and everything kept for it will be gone.
            </p>
            <Field
              label={`Type “${phrase}” to confirm`}
              name="confirmation"
              autoComplete="off"
              pattern={phrase}
              title={`Type ${phrase}, exactly so.`}
              required
            />
            <div class="form-actions">
              <SubmitButton class="button small danger">Delete account</SubmitButton>
              <CancelButton onClick={close} />
            </div>
          </Form>
        )}
      </Disclosure>
    </Section>
  )
}
