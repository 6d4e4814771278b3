import { useEffect, useState } from 'preact/hooks'
import { Alert } from '../components/form.js'
import { Screen } from '../components/screen.js'
import { useAction } from '../components/use-action.js'
import { Loading } from '../components/waiting.js'
import { type FrontDesk, useFrontDesk } from '../front-desk.js'
import { leave, wantedAddress } from '../navigation/leave.js'
import { useWords } from '../words/use-words.js'
import { openLink } from './open-link.js'

type State = 'checking' | 'unconfirmed' | 'verified' | 'expired' | 'failed' | 'client_mismatch'

const outcomes = ['verified', 'expired', 'failed', 'client_mismatch'] as const

/**
 * The page that a mailed link leads to, and to which our own pages have it return. In the browser that asked for the link it goes on by
 * itself; elsewhere it asks for a click, because mail scanners open links and because somebody else may have asked.
 */
export function EmailLink() {
  const page = useFrontDesk()
  const words = useWords().emailLink
  const [query] = useState(() => new URLSearchParams(location.search))
  const token = query.get('token')
  const [state, setState] = useState<State>(
    token ? 'checking' : (outcomes.find((one) => one === query.get('__clerk_status')) ?? 'failed'),
  )
  const { busy, problem, perform } = useAction()

  const open = (confirmed: boolean) =>
    perform(async () => {
      const { status, redirect_url } = await openLink(page.settings.baseUrl, { token: token!, confirmed }) // only called with one
      if (redirect_url) return leave(redirect_url)
      setState(status)
    })
  useEffect(() => {
    if (token) whenSeen(() => open(false))
    else if (state === 'verified') goOn(page, query.get('__clerk_created_session'))
  }, [])

  if (state === 'checking' && !problem) return <Loading />
  if (state === 'checking' || state === 'unconfirmed')
    return (
      <Screen
        key="unconfirmed"
        title={words.unconfirmed.title}
        lead={words.unconfirmed.subtitle}
        foot={words.unconfirmed.warning}
      >
        <button type="button" class="button primary" aria-disabled={busy} onClick={() => open(true)}>
          {words.unconfirmed.primaryButton}
        </button>
        <Alert text={problem} />
      </Screen>
    )
  return (
    <Screen key={state} title={words[state].title} lead={words[state].subtitle}>
      {state !== 'verified' && (
        <a class="button primary" href={page.settings.signInUrl}>
          {words.backToSignIn}
        </a>
      )}
    </Screen>
  )
}

/** A page that the browser runs ahead is not one that somebody looks at. */
function whenSeen(go: () => void): void {
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', go, { once: true })
  else go()
}

/** Where this browser began what the link completed, it goes on from there; elsewhere the page says that it is done. */
function goOn({ client, returnAddress, sessions, settings }: FrontDesk, sessionId: string | null): void {
  if (sessions.some(({ id }) => id === sessionId)) leave(returnAddress ?? wantedAddress() ?? settings.afterSignInUrl)
  else if (client?.sign_in?.status === 'needs_second_factor') leave(`${settings.signInUrl}#continue`)
  else if (client?.sign_up?.status === 'missing_requirements') leave(`${settings.signUpUrl}#continue`)
}
