import { addressOf } from '../components/avatar.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import type { TaskProps } from './task.js'

/** For whoever is in the wrong account, or can't do it now. */
export function SignOut({ session }: Pick<TaskProps, 'session'>) {
  const { api } = useFrontDesk()
  const { signOut } = useWords().taskSetupMfa
  const { busy, problem, perform } = useAction()
  const leave = async () => {
    await api.sessions.removeSession({ session_id: session.id })
    location.reload()
  }
  const identifier = addressOf(session.user) ?? session.user.username ?? ''
  return (
    <>
      {fill(signOut.actionText, { identifier })}{' '}
      <button type="button" class="text-button" aria-disabled={busy} onClick={() => perform(leave)}>
        {signOut.actionLink}
      </button>
      <span role="alert">{problem}</span>
    </>
  )
}
