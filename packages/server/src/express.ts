/** `frontdesk()` embeds the server in an Express app: `app.use(frontdesk())`, before `clerkMiddleware()`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Embedded, type EmbeddedSettings, embeddedKey } from '@frontdesk/contract/embedded'
import { targetOf } from '@frontdesk/contract/requests'
import { printLine } from './basics/log.js'
import { isSessionActive } from './capabilities/devices/sessions/sessions.js'
import { DatabaseUnavailable } from './database/unavailable.js'
import type { Frontdesk } from './frontdesk.js'
import { createFrontdesk, type OwnFrontdesk } from './server.js'
import type { FrontdeskOptions } from './start/frontdesk-options.js'
import type { Instance } from './start/instance.js'
import { embeddedHost } from './wire/request-context.js'

export type { Frontdesk } from './frontdesk.js'
export type { FrontdeskOptions, LogLine } from './start/frontdesk-options.js'

export type FrontdeskMiddleware = ((
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void) & {
  /** The embedded server, to close it or to wait until it is ready. */
  server: Frontdesk
}

/**
 * Express middleware that answers the pages, both APIs and the inbox, and passes everything else on. It tells `@frontdesk/express`
 * and `@frontdesk/backend` where it is, so that an app needs no keys.
 *
 * @example
 * const app = express()
 * app.use(frontdesk())
 * app.use(clerkMiddleware())
 */
export function frontdesk(options: FrontdeskOptions = {}): FrontdeskMiddleware {
  const server = createFrontdesk(options)
  const embedded: Embedded = {
    ready: async () => settingsOf(await server.ready()),
    fetch: (request) => server.fetch(request),
    isSessionActive: async (sessionId, userId) => isSessionActive(await server.ready(), sessionId, userId),
  }
  Object.assign(globalThis, { [embeddedKey]: embedded })
  reportStart(server)
  const warnOfMount = mountWarning(server)

  const middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void => {
    Object.assign(request, { [embeddedKey]: embedded })
    server.localOrigin.note(request.socket)
    const { baseUrl } = request as { baseUrl?: string } // Express's own
    const target = targetOf(request)
    if (target && server.owns(target.path)) return void server.listener(request, response).catch(next)
    if (baseUrl) warnOfMount(baseUrl)
    next()
  }
  return Object.assign(middleware, { server: { ...server, close: () => closeEmbedded(server, embedded) } })
}

/** A server that is closed is nobody's any more: the SDK reads the environment again. */
async function closeEmbedded(server: Frontdesk, embedded: Embedded): Promise<void> {
  const shared = globalThis as { [embeddedKey]?: Embedded } // set above
  if (shared[embeddedKey] === embedded) delete shared[embeddedKey]
  await server.close()
}

/** Says once that the paths of the server are whole ones, which a router's prefix hides. */
function mountWarning({ options }: OwnFrontdesk): (mountedAt: string) => void {
  const log = options.log ?? printLine
  let isSaid = false
  return (mountedAt) => {
    if (isSaid) return
    isSaid = true
    const message = `frontdesk() is mounted below ${mountedAt}, where it can't see its own paths such as ${options.pages.signIn}: use app.use(frontdesk()) on the app itself, without a path. The option basePath moves the APIs.`
    log({ level: 'warn', message })
  }
}

function settingsOf({ options, keys }: Instance): EmbeddedSettings {
  return {
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey.reveal(),
    proxyUrl: options.basePath,
    apiUrl: `http://${embeddedHost}${options.basePath}/api`,
    signInUrl: options.pages.signIn,
    signUpUrl: options.pages.signUp,
    afterSignInUrl: options.afterSignInUrl,
    publicUrl: options.publicUrl,
  }
}

/** What waiting does not mend ends the start of the app, as a mistake in its options does. */
function reportStart({ opened, options }: OwnFrontdesk): void {
  const log = options.log ?? printLine
  const { environment, pages } = options
  opened().then(
    () =>
      environment === 'development' &&
      log({
        level: 'info',
        message: `Sign-in page at ${pages.signIn}, sign-up at ${pages.signUp}, profile at ${pages.user}, inbox at /__frontdesk/inbox`,
      }),
    (error: Error) => {
      if (error instanceof DatabaseUnavailable) return // closed while it was waiting
      log({ level: 'error', message: error.message })
      setImmediate(() => {
        throw error // outside of the promise: it is nobody's to handle
      })
    },
  )
}
