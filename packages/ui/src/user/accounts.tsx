import { notify } from '../components/announce.js'
import { Avatar, detailOf, nameOf } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { useAction } from '../components/use-action.js'
import { type Account, useFrontDesk } from '../front-desk.js'
import { leave, returningTo } from '../navigation/leave.js'
import { Section } from './section.js'

/** All accounts that are signed in here, to switch between. */
export function Accounts() {
  const { activeSession, api, environment, reload, sessions, settings } = useFrontDesk()
  const { busy, problem, perform } = useAction()

  const switchTo = async (session: Account) => {
    await api.sessions.touchSession({ session_id: session.id, active_organization_id: null })
    await reload()
    notify(`You are ${nameOf(session.user)} now.`)
  }
  const signOut = async (session: Account) => {
    await api.sessions.removeSession({ session_id: session.id })
    if (sessions.length === 1) await leave(settings.afterSignOutUrl)
    await reload()
    notify(`${nameOf(session.user)} is signed out.`)
  }
  const signOutOfAll = async () => {
    await api.sessions.signOut()
    await leave(settings.afterSignOutUrl)
  }

  return (
    <Section title="Accounts in this browser" about="Switch between them without signing in again.">
      <ul class="rows">
        {sessions.map((session) => (
          <li class="row" key={session.id}>
            <Avatar user={session.user} />
            <div class="row-text">
              <strong>{nameOf(session.user)}</strong> {session === activeSession && <span class="badge">Current</span>}
              {detailOf(session.user) && <p class="row-detail">{detailOf(session.user)}</p>}
            </div>
            <div class="row-actions">
              {session !== activeSession && (
                <button
                  type="button"
                  class="button small quiet"
                  aria-disabled={busy}
                  onClick={() => perform(() => switchTo(session))}
                >
                  Switch<span class="sr-only"> to {nameOf(session.user)}</span>
                </button>
              )}
              <button
                type="button"
                class="button small quiet"
                aria-disabled={busy}
                onClick={() => perform(() => signOut(session))}
              >
                Sign out<span class="sr-only"> {nameOf(session.user)}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      <Alert text={problem} />
      <div class="form-actions">
        {!environment.auth_config.single_session_mode && (
          <a class="button small" href={`${returningTo(settings.signInUrl, location.href)}#add-account`}>
            Add another account
          </a>
        )}
        {sessions.length > 1 && (
          <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(signOutOfAll)}>
            Sign out of all accounts
          </button>
        )}
      </div>
    </Section>
  )
}
