import type { User } from '@frontdesk/contract'
import { Address } from '../components/address.js'
import { addressOf } from '../components/avatar.js'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { useFrontDesk } from '../front-desk.js'
import { leave } from '../navigation/leave.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Section } from './section.js'

export function DeleteAccount({ user }: { user: User }) {
  const { api, settings } = useFrontDesk()
  const { deletePage, start } = useWords().userProfile
  const remove = async () => {
    await api.me.deleteMe()
    await leave(settings.afterSignOutUrl)
  }
  return (
    <Section title={start.dangerSection.title} about={deletePage.messageLine2} isDangerous>
      <Disclosure label={start.dangerSection.deleteAccountButton} class="button small danger">
        {(close) => (
          <Form class="inset" onSubmit={remove}>
            <p class="inset-lead">
              {fillWith(deletePage.messageLine1, {
                identifier: (
                  <strong>
                    <Address>{addressOf(user) ?? user.username}</Address>
                  </strong>
                ),
              })}
            </p>
            <Field
              label={deletePage.actionDescription}
              name="confirmation"
              autoComplete="off"
              pattern={deletePage.confirm.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}
              title={deletePage.actionDescription}
              required
            />
            <div class="form-actions">
              <SubmitButton class="button small danger">{deletePage.confirm}</SubmitButton>
              <CancelButton onClick={close} />
            </div>
          </Form>
        )}
      </Disclosure>
    </Section>
  )
}
