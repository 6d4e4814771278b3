import type { Client, PageData } from '@frontdesk/contract'
import { hydrate } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { RequestFailure } from './client/failure.js'
import { createFrontendApi } from './client/frontend-api.js'
import { Failed } from './components/failed.js'
import { lazily } from './components/lazily.js'
import { type Account, FrontDeskContext, type PageComponents } from './front-desk.js'
import { withHashRedirect } from './navigation/hash-redirect.js'
import { holdWhile, isLeaving, leave, wantedAddress } from './navigation/leave.js'
import { tellOtherTabs, whenLookedAt, whenOtherTabsTell } from './navigation/other-tabs.js'
import { readPageData } from './page-data.js'
import { WordsContext } from './words/use-words.js'
import './styles/base.css'

interface PageProps extends PageComponents {
  data: PageData
}

/**
 * A page with what its HTML says. The server draws it, too, so until its effects run nothing here or below may ask for the document, its
 * address or its history.
 */
export const App = ({ data, ...components }: PageProps) => (
  <WordsContext.Provider value={data.words}>
    <Provider data={data} {...components} />
  </WordsContext.Provider>
)

/** Goes on with the page that the server has drawn. */
export function mount(components: PageComponents): void {
  const data = readPageData()
  const moved = withHashRedirect(location.href, data.settings.signUpUrl)
  if (moved) {
    location.replace(moved) // for the server to say where the page may return to
    return
  }
  // The Back button may restore a page whose state is out of date.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
  hydrate(<App data={data} {...components} />, document.getElementById('frontdesk')!)
}

const Task = lazily(() => import('./tasks/task.js').then((module) => module.Task))

/** The session that the app would show, if its user has something to do first. */
const waitingIn = (client: Client | null | undefined): Account | undefined =>
  client?.sessions.find(
    (session): session is Account => session.id === client.last_active_session_id && session.status === 'pending',
  )

/** Who is signed in here, and who of them the app shows. */
const idsOf = (client: Client | null): string =>
  client?.sessions.length ? [client.last_active_session_id, ...client.sessions.map(({ id }) => id).sort()].join(' ') : ''

function Provider({ data, Page, Frame }: PageProps) {
  const { settings, environment, redirectUrl, returnAddress, seemsSignedIn } = data
  const [client, setClient] = useState(data.client)
  const isWaiting = client === undefined
  const isDrawn = data.client !== undefined
  const [failure, setFailure] = useState<RequestFailure | undefined>()
  const known = useRef('') // the sessions that this page knows
  const activeSessionId = useRef<string | undefined>(undefined)

  const api = useMemo(() => {
    // Deferred: if this answer makes the page leave, it must not show the new state first.
    const onClient = (newest: Client) => {
      holdWhile(waitingIn(newest) !== undefined)
      if (idsOf(newest) !== known.current) tellOtherTabs()
      setTimeout(() => isLeaving() || setClient(newest))
    }
    const onUnauthenticated = () => api.clients.getClient().then(setClient, () => {})
    const connection = { baseUrl: settings.baseUrl, sessionId: () => activeSessionId.current, onClient, onUnauthenticated }
    return createFrontendApi(connection)
  }, [settings])
  const reload = async () => setClient(await api.clients.getClient())
  const loadPage = async () => {
    setFailure(undefined)
    try {
      await reload()
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      setFailure(error)
    }
  }
  useEffect(() => {
    if (isWaiting) loadPage()
    const askAgain = async () => {
      const newest = await api.clients.getClient().catch(() => undefined) // nobody asked for it, so nobody is told that it failed
      if (newest !== undefined && !isLeaving() && idsOf(newest) !== known.current) setClient(newest)
    }
    const askIfSomebodyIsShown = () => known.current && askAgain()
    const stops = [whenLookedAt(askIfSomebodyIsShown), whenOtherTabsTell(askIfSomebodyIsShown)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])

  const sessions = (client?.sessions ?? []).filter(
    (session): session is Account => session.status === 'active' && session.user !== null,
  )
  const activeSession = sessions.find((session) => session.id === client?.last_active_session_id) ?? sessions[0]
  const waiting = waitingIn(client)
  const [begun, setBegun] = useState<Account>() // stays after the last task, whose screen has more to show
  useEffect(() => {
    if (waiting) setBegun(waiting)
  }, [waiting])
  const task = waiting ?? begun
  const goOn = () => leave(returnAddress ?? wantedAddress() ?? settings.afterSignInUrl)
  activeSessionId.current = (waiting ?? activeSession)?.id
  known.current = idsOf(client ?? null)
  return (
    <FrontDeskContext.Provider
      value={{
        settings,
        redirectUrl,
        returnAddress,
        seemsSignedIn,
        api,
        environment,
        client: client ?? null,
        isWaiting: isWaiting && !failure,
        isDrawn,
        sessions,
        activeSession,
        reload,
      }}
    >
      {failure ? (
        <Failed reason={failure} onRetry={loadPage} />
      ) : isWaiting ? (
        <Frame />
      ) : task ? (
        <Task session={task} onDone={goOn} />
      ) : (
        <Page />
      )}
    </FrontDeskContext.Provider>
  )
}
