import type { User } from '@frontdesk/contract'
import { useRef, useState } from 'preact/hooks'
import { CancelButton } from '../components/disclosure.js'
import { Field } from '../components/field.js'
import { Form, SubmitButton, type Values } from '../components/form.js'
import { notify } from '../components/notify.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { Picture } from './picture.js'
import { focusHeading, Section } from './section.js'

/** Picture and names. They are saved together, once one of them is another. */
export function Profile({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const { profileSection } = words.userProfile.start
  const { first_name, last_name, username } = environment.user_settings.attributes
  const asksForNames = first_name?.enabled || last_name?.enabled || username?.enabled
  const [isChanged, setChanged] = useState(false)
  const [round, setRound] = useState(0)
  const form = useRef<HTMLDivElement>(null)

  const compare = () =>
    setChanged([...form.current!.querySelectorAll('input')].some((input) => input.value !== input.defaultValue))
  const undo = () => {
    setRound(round + 1) // a new form, without what was typed and without its errors
    finish()
  }
  const finish = () => {
    setChanged(false)
    focusHeading(form.current!) // the focused button is gone
  }
  const save = async (values: Values) => {
    await api.me.updateMe(values)
    notify(words.userProfile.profilePage.successMessage)
    finish()
  }

  return (
    <Section title={profileSection.title} about={profileSection.subtitle}>
      <Picture user={user} />
      {asksForNames && (
        <div ref={form} onInput={compare}>
          <Form key={round} onSubmit={save}>
            <div class="field-row">
              {first_name?.enabled && (
                <Field
                  label={words.formFieldLabel__firstName}
                  name="first_name"
                  autoComplete="given-name"
                  defaultValue={user.first_name ?? ''}
                  required={first_name.required}
                />
              )}
              {last_name?.enabled && (
                <Field
                  label={words.formFieldLabel__lastName}
                  name="last_name"
                  autoComplete="family-name"
                  defaultValue={user.last_name ?? ''}
                  required={last_name.required}
                />
              )}
            </div>
            {username?.enabled && (
              <Field
                label={words.formFieldLabel__username}
                name="username"
                autoComplete="username"
                autoCapitalize="none"
                autoCorrect="off"
                spellcheck={false}
                defaultValue={user.username ?? ''}
                required={username.required}
              />
            )}
            {isChanged && (
              <div class="form-actions">
                <SubmitButton class="button small primary">{profileSection.primaryButton}</SubmitButton>
                <CancelButton onClick={undo} />
              </div>
            )}
          </Form>
        </div>
      )}
    </Section>
  )
}
