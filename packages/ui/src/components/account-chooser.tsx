import { useFrontDesk } from '../front-desk.js'
import { continueAs } from '../navigation/continue-as.js'
import { Avatar, detailOf, nameOf } from './avatar.js'
import { Alert } from './form.js'
import { Icon } from './icon.js'
import { Screen } from './screen.js'
import { useAction } from './use-action.js'

interface AccountChooserProps {
  /** Where to go once an account is chosen. */
  destination: string
  onAddAccount(): void
}

/** Shown to visitors who are signed in already: continue, add an account or sign out. */
export function AccountChooser({ destination, onAddAccount }: AccountChooserProps) {
  const { api, environment, sessions, settings, reload } = useFrontDesk()
  const { busy, problem, perform } = useAction()

  const signOut = async () => {
    await api.sessions.signOut()
    await reload()
  }

  return (
    <Screen title={sessions.length > 1 ? 'Choose an account' : 'You are signed in'}>
      <Alert text={problem} />
      <ul class="choices">
        {sessions.map((session) => (
          <li key={session.id}>
            <button
              type="button"
              class="choice"
              aria-disabled={busy}
              onClick={() => perform(() => continueAs(api, session.id, destination))}
            >
              <Avatar user={session.user} />
              <span class="choice-text">
                <strong>Continue as {nameOf(session.user)}</strong>
                {detailOf(session.user) && <span>{detailOf(session.user)}</span>}
              </span>
              <Icon name="chevron" />
            </button>
          </li>
        ))}
      </ul>
      <div class="stack">
        {!environment.auth_config.single_session_mode && (
          <button type="button" class="button" onClick={onAddAccount}>
            Add another account
          </button>
        )}
        <button type="button" class="button quiet" aria-disabled={busy} onClick={() => perform(signOut)}>
          {sessions.length > 1 ? 'Sign out of all accounts' : 'Sign out'}
        </button>
      </div>
      <p class="card-foot">
        <a href={settings.userProfileUrl}>Manage your account</a>
      </p>
    </Screen>
  )
}
