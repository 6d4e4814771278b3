/** `frontdesk()` embeds the server in an Express app: `app.use(frontdesk())`, before `clerkMiddleware()`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Embedded, type EmbeddedSettings, embeddedKey } from '@frontdesk/contract/embedded'
import { assertNotMounted, notCalled, tellsOfMount } from '@frontdesk/contract/mounting'
import { targetOf } from '@frontdesk/contract/requests'
import { printLine } from './basics/log.js'
import { isSessionActive } from './capabilities/devices/sessions/sessions.js'
import { refuseInHook } from './capabilities/ground/hooks/in-hook.js'
import { DatabaseUnavailable } from './database/unavailable.js'
import type { Frontdesk } from './frontdesk.js'
import { createFrontdesk, type OwnFrontdesk } from './server.js'
import type { FrontdeskOptions } from './start/frontdesk-options.js'
import type { Instance } from './start/instance.js'
import { watchMounting } from './start/mounting.js'
import { connectionOf } from './wire/node-bridge.js'
import { embeddedHost } from './wire/request-context.js'

export { Refusal, type RefusalField } from './capabilities/ground/hooks/refusal.js'
export type { Frontdesk } from './frontdesk.js'
export type { FrontdeskOptions, LogLine } from './start/frontdesk-options.js'
export type * from './start/hook-types.js'

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
 * and `@frontdesk/backend` where it is, so that an app needs no keys. Its place is on the app itself, before all that answers every path.
 * @throws what is wrong with the options, and with the place: mounted below a path it would see none of its own
 *
 * @example
 * const app = express()
 * app.use(frontdesk())
 * app.use(clerkMiddleware())
 */
export function frontdesk(options: FrontdeskOptions = {}): FrontdeskMiddleware {
  assertNotMounted('frontdesk', options)
  const server = createFrontdesk(options)
  const embedded: Embedded = {
    ready: async () => settingsOf(await server.ready()),
    fetch: (request) => server.fetch(request),
    owns: server.owns,
    async isSessionActive(sessionId, userId) {
      refuseInHook(server.options)
      return isSessionActive(await server.ready(), sessionId, userId)
    },
    isClosed: () => !open.includes(embedded),
  }
  open.push(embedded)
  shared[embeddedKey] = embedded
  reportStart(server)
  const watch = watchMounting(server.options, server.options.log ?? printLine)

  const middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void => {
    const { [embeddedKey]: earlier = embedded } = request as { [embeddedKey]?: Embedded } // set by the next line
    Object.assign(request, { [embeddedKey]: embedded })
    server.localOrigin.note(request.socket)
    const { baseUrl } = request as { baseUrl?: string } // Express's own
    const target = targetOf(request)
    const isOurs = target !== null && server.ownsAt(target.path, connectionOf(request, target.host ?? ''))
    watch.arrived(isOurs)
    if (isOurs) return void server.listener(request, response).catch(next)
    if (target) watch.passed(baseUrl, target.path)
    if (earlier !== embedded) watch.passedTwice()
    next()
  }
  return Object.assign(tellsOfMount(middleware, watch.mounted), {
    server: { ...server, close: () => closeEmbedded(server, embedded) },
  })
}

/** The embedded servers that are open, the latest last. */
const open: Embedded[] = []

/** Where the SDK finds the latest outside of requests. */
const shared = globalThis as { [embeddedKey]?: Embedded | undefined }

/** A server that is closed is nobody's any more: the SDK finds the one before it, or reads the environment again. */
async function closeEmbedded(server: Frontdesk, embedded: Embedded): Promise<void> {
  if (open.includes(embedded)) open.splice(open.indexOf(embedded), 1)
  if (shared[embeddedKey] === embedded) shared[embeddedKey] = open.at(-1)
  await server.close()
}

function settingsOf({ options, keys }: Instance): EmbeddedSettings {
  const { ownDomain, pages } = options
  const [, ...further] = keys.spellings
  return {
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey.reveal(),
    proxyUrl: ownDomain?.origin ?? options.basePath,
    apiUrl: `http://${embeddedHost}${options.basePath}/api`,
    signInUrl: pages.signIn, // browsers are led on from there to the domain, if there is one, and know where they came from
    signUpUrl: pages.signUp,
    afterSignInUrl: options.afterSignInUrl,
    ...(further.length > 0 && {
      issuer: keys.spellings.map(({ issuer }) => issuer),
      furtherPublishableKeys: further.map(({ publishableKey }) => publishableKey),
    }),
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

// Express mounts the function itself without a word, and would start a server for each request.
tellsOfMount(frontdesk, () => {
  throw notCalled('frontdesk')
})
