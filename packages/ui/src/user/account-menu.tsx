import type { User } from '@frontdesk/contract'
import { Avatar, nameOf } from '../components/avatar.js'
import { Alert } from '../components/form.js'
import { Icon } from '../components/icon.js'
import { Menu } from '../components/menu.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { leave } from '../navigation/leave.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'

/** Who is here, with the ways out: back to the application, or signed out of this account. */
export function AccountMenu({ user }: { user: User }) {
  const { activeSession, api, reload, sessions, settings } = useFrontDesk()
  const { busy, problem, perform } = useAction()
  const words = useWords()

  const signOut = async () => {
    await api.sessions.removeSession({ session_id: activeSession!.id }) // the menu is shown to somebody who is signed in
    if (sessions.length === 1) await leave(settings.afterSignOutUrl)
    await reload()
  }
  return (
    <Menu label={fill(words.userButton.menuOf, { name: nameOf(user, words) })} face={<Avatar user={user} />}>
      <a class="menu-item" href={settings.afterSignInUrl}>
        <Icon name="back" /> {words.userButton.action__back}
      </a>
      <button type="button" class="menu-item" aria-disabled={busy} onClick={() => perform(signOut)}>
        <Icon name="leave" /> {words.userButton.action__signOut}
      </button>
      <Alert text={problem} />
    </Menu>
  )
}
