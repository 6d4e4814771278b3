import { useState } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { secureAccount } from './secure-account.js'

type State = 'asked' | keyof typeof endings

const endings = {
  secured: {
    title: 'Your account is protected',
    lead: 'Every device is signed out and the old password no longer works. Sign in with a code by email, then choose a new password in your profile.',
    foot: 'If you no longer get the code, write to the people who run this app: they can give you your account back.',
  },
  too_late: {
    title: 'This link no longer works',
    lead: 'It was used already, or is older than a week. Sign in, sign out of your other devices and choose a new password.',
  },
}

/** The page behind "This wasn't me" in a notice. It asks for a click, because mail scanners open links. */
export function NotMe() {
  const { settings } = useFrontDesk()
  const [token] = useState(location.hash.slice(1))
  const [state, setState] = useState<State>(token ? 'asked' : 'too_late')
  const { busy, problem, perform } = useAction()

  const secure = () =>
    perform(async () => {
      try {
        await secureAccount(settings.baseUrl, token)
        history.replaceState(null, '', location.pathname)
        setState('secured')
      } catch (error) {
        if (!(error instanceof RequestFailure) || !error.hasCode('verification_expired')) throw error
        setState('too_late')
      }
    })

  if (state !== 'asked')
    return (
      <Screen key={state} {...endings[state]}>
        <a class="button primary" href={settings.signInUrl}>
          Sign in
        </a>
      </Screen>
    )

  return (
    <Screen
      key="asked"
      title="Was this not you?"
      lead="Then sign out every device, yours too. The password stops working, and a code by email lets you in again."
    >
      <Alert text={problem} />
      <button type="button" class="button primary" aria-disabled={busy} onClick={secure}>
        Sign out everywhere
      </button>
    </Screen>
  )
}
