import { passOverGone } from '../client/failure.js'
import { Address } from '../components/address.js'
import { Avatar, detailOf, nameOf } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { notify } from '../components/notify.js'
import { ShortLabel } from '../components/short-label.js'
import { useAction } from '../components/use-action.js'
import { type Account, useFrontDesk } from '../front-desk.js'
import { leave, returningTo } from '../navigation/leave.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { Section } from './section.js'

/** All accounts that are signed in here, to switch between. */
export function Accounts() {
  const { activeSession, api, environment, reload, sessions, settings } = useFrontDesk()
  const words = useWords()
  const { accountsSection } = words.userProfile.start
  const { busy, problem, perform } = useAction()

  const switchTo = async (session: Account) => {
    await api.sessions.touchSession({ session_id: session.id, active_organization_id: null })
    await reload()
    notify(fill(accountsSection.successMessage__switched, { name: nameOf(session.user, words) }))
  }
  const signOut = async (session: Account) => {
    await api.sessions.removeSession({ session_id: session.id }).catch(passOverGone)
    if (sessions.length === 1) await leave(settings.afterSignOutUrl)
    await reload()
    notify(fill(accountsSection.successMessage__signedOut, { name: nameOf(session.user, words) }))
  }
  const signOutOfAll = async () => {
    await api.sessions.signOut()
    await leave(settings.afterSignOutUrl)
  }

  return (
    <Section title={accountsSection.title} about={accountsSection.subtitle}>
      <ul class="rows">
        {sessions.map((session) => (
          <li class="row" key={session.id}>
            <Avatar user={session.user} />
            <div class="row-text">
              <strong>{nameOf(session.user, words)}</strong>{' '}
              {session === activeSession && <span class="badge">{words.badge__currentAccount}</span>}
              {detailOf(session.user) && (
                <p class="row-detail">
                  <Address>{detailOf(session.user)}</Address>
                </p>
              )}
            </div>
            <div class="row-actions">
              {session !== activeSession && (
                <button
                  type="button"
                  class="button small quiet"
                  aria-disabled={busy}
                  onClick={() => perform(() => switchTo(session))}
                >
                  <ShortLabel
                    shown={words.userButton.action__switch}
                    spoken={fill(words.userButton.action__switchTo, { name: nameOf(session.user, words) })}
                  />
                </button>
              )}
              <button
                type="button"
                class="button small quiet"
                aria-disabled={busy}
                onClick={() => perform(() => signOut(session))}
              >
                {words.userButton.action__signOut}
                <span class="sr-only"> {nameOf(session.user, words)}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      <Alert text={problem} />
      <div class="form-actions">
        {!environment.auth_config.single_session_mode && (
          <a class="button small" href={`${returningTo(settings.signInUrl, location.href)}#add-account`}>
            {words.userButton.action__addAccount}
          </a>
        )}
        {sessions.length > 1 && (
          <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(signOutOfAll)}>
            {words.userButton.action__signOutAll}
          </button>
        )}
      </div>
    </Section>
  )
}
