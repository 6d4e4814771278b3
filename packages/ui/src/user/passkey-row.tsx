import type { Passkey } from '@frontdesk/contract'
import { passOverGone } from '../client/failure.js'
import { CancelButton } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton } from '../components/form.js'
import { Icon } from '../components/icon.js'
import { notify } from '../components/notify.js'
import { timeAgo } from '../components/time-ago.js'
import type { Action } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { RowConfirm, RowDisclosure } from './row-actions.js'

interface PasskeyRowProps {
  passkey: Passkey
  /** The list's, so that a message outlives the row that it is about. */
  action: Action
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

export function PasskeyRow({ passkey, action, onGone }: PasskeyRowProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const { formButtonPrimary__remove, passkeyScreen, start } = words.userProfile
  const section = start.passkeysSection
  const { id: passkey_id, name, last_used_at, created_at } = passkey
  const time = (at: number) => timeAgo(words.locale, at, Date.now())

  const remove = async () => {
    await api.me.deleteMyPasskey({ passkey_id }).catch(passOverGone)
    notify(fill(passkeyScreen.removeResource.successMessage, { name }))
    onGone()
  }
  return (
    <li class="row">
      <Icon name="passkey" />
      <div class="row-text">
        <strong>{name}</strong>
        <p class="row-detail">
          {last_used_at === null
            ? fill(section.added, { time: time(created_at) })
            : fill(section.lastUsed, { time: time(last_used_at) })}
        </p>
      </div>
      <div class="row-actions">
        <RowDisclosure label={section.menuAction__rename} of={name}>
          {(close) => (
            <Form
              onSubmit={async ({ name: typed }) => {
                await api.me.updateMyPasskey({ passkey_id, name: typed })
                close()
              }}
            >
              <Field label={words.formFieldLabel__passkeyName} name="name" defaultValue={name} autoComplete="off" required />
              <div class="form-actions">
                <SubmitButton class="button small primary">{passkeyScreen.formButtonPrimary__rename}</SubmitButton>
                <CancelButton onClick={close} />
              </div>
            </Form>
          )}
        </RowDisclosure>
        <RowConfirm
          label={section.menuAction__destructive}
          of={name}
          question={`${fill(passkeyScreen.removeResource.messageLine1, { name })} ${passkeyScreen.removeResource.messageLine2}`}
          answer={formButtonPrimary__remove}
          action={action}
          does={remove}
        />
      </div>
    </li>
  )
}
