import { useState } from 'preact/hooks'
import { RequestFailure } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { secureAccount } from './secure-account.js'

type State = 'asked' | 'secured' | 'tooLate'

/** The page behind "This wasn't me" in a notice. It asks for a click, because mail scanners open links. */
export function NotMe() {
  const { settings } = useFrontDesk()
  const words = useWords()
  const [token] = useState(location.hash.slice(1))
  const [state, setState] = useState<State>(token ? 'asked' : 'tooLate')
  const { busy, problem, perform } = useAction()

  const secure = () =>
    perform(async () => {
      try {
        await secureAccount(settings.baseUrl, token)
        history.replaceState(null, '', location.pathname)
        setState('secured')
      } catch (error) {
        if (!(error instanceof RequestFailure) || !error.hasCode('verification_expired')) throw error
        setState('tooLate')
      }
    })

  if (state !== 'asked')
    return (
      <Screen
        key={state}
        title={words.notMe[state].title}
        lead={words.notMe[state].subtitle}
        foot={state === 'secured' && words.notMe.secured.help}
      >
        <a class="button primary" href={settings.signInUrl}>
          {words.signUp.start.actionLink}
        </a>
      </Screen>
    )

  return (
    <Screen key="asked" title={words.notMe.title} lead={words.notMe.subtitle}>
      <button type="button" class="button primary" aria-disabled={busy} onClick={secure}>
        {words.notMe.primaryButton}
      </button>
      <Alert text={problem} />
    </Screen>
  )
}
