import { useFrontDesk } from '../front-desk.js'
import { continueAs } from '../navigation/continue-as.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Address } from './address.js'
import { Avatar, detailOf, nameOf } from './avatar.js'
import { Alert } from './form.js'
import { Icon } from './icon.js'
import { Screen } from './screen.js'
import { useAction } from './use-action.js'

/** Gives the card its size while the page waits for who is signed in. */
export function ChooserFrame() {
  const words = useWords()
  return (
    <Screen title={words.signIn.accountSwitcher.title__single}>
      <div class="choice" />
      <div class="stack">
        <div class="button" />
        <div class="button" />
      </div>
      <p class="card-foot">{words.userButton.action__manageAccount}</p>
    </Screen>
  )
}

interface AccountChooserProps {
  /** Where to go once an account is chosen. */
  destination(): string
  onAddAccount(): void
}

/** Shown to visitors who are signed in already: continue, add an account or sign out. */
export function AccountChooser({ destination, onAddAccount }: AccountChooserProps) {
  const { api, environment, sessions, settings, reload } = useFrontDesk()
  const words = useWords()
  const { busy, problem, perform } = useAction()

  const signOut = async () => {
    await api.sessions.signOut()
    await reload()
  }

  return (
    <Screen title={sessions.length > 1 ? words.signIn.accountSwitcher.title : words.signIn.accountSwitcher.title__single}>
      <ul class="choices">
        {sessions.map((session) => (
          <li key={session.id}>
            <button
              type="button"
              class="choice"
              aria-disabled={busy}
              onClick={() => perform(() => continueAs(api, session.id, destination()))}
            >
              <Avatar user={session.user} />
              <span class="choice-text">
                <strong>{fill(words.signIn.accountSwitcher.action__continueAs, { name: nameOf(session.user, words) })}</strong>
                {detailOf(session.user) && (
                  <span>
                    <Address>{detailOf(session.user)}</Address>
                  </span>
                )}
              </span>
              <Icon name="chevron" />
            </button>
          </li>
        ))}
      </ul>
      <div class="stack">
        {!environment.auth_config.single_session_mode && (
          <button type="button" class="button" onClick={onAddAccount}>
            {words.signIn.accountSwitcher.action__addAccount}
          </button>
        )}
        <button type="button" class="button quiet" aria-disabled={busy} onClick={() => perform(signOut)}>
          {sessions.length > 1 ? words.signIn.accountSwitcher.action__signOutAll : words.userButton.action__signOut}
        </button>
      </div>
      <Alert text={problem} />
      <p class="card-foot">
        <a href={settings.userProfileUrl}>{words.userButton.action__manageAccount}</a>
      </p>
    </Screen>
  )
}
