/**
 * A domain of the instance's own, as browsers find it there: the Frontend API, scripts and published keys stand at its root, beside the
 * base path. It is the only place with a client cookie, so browsers that come to a page or to the Frontend API elsewhere are led there.
 */
import { splitLine, unversionedFrontendLines } from '@frontdesk/contract'
import type { Configured } from '../start/instance.js'
import type { Options } from '../start/options.js'
import { appOrigin, isOfApp, isPagePath } from '../wire/addresses.js'
import { type Incoming, type Reply, reply } from '../wire/message.js'
import { type Connection, hostnameOf, isAtOwnDomain } from '../wire/request-context.js'

const folders = ['/v1/', '/npm/']
const files = new Set(['/.well-known/jwks.json', ...unversionedFrontendLines.map((line) => splitLine(line)[1])])

/** Whether the path stands at the root of the domain, for a request that names it. Certificate authorities and the app have the rest. */
export const isAtDomainRoot = (options: Options, request: Connection, path: string): boolean =>
  options.ownDomain !== null &&
  (files.has(path) || folders.some((folder) => path.startsWith(folder))) &&
  isAtOwnDomain({ options }, request)

/** The request as if it had come below the base path. */
export function belowBasePath(options: Options, request: Incoming): Incoming {
  if (!isAtDomainRoot(options, request, request.path)) return request
  const url = new URL(request.url)
  url.pathname = `${options.basePath}${url.pathname}`
  return { ...request, url, path: `${options.basePath}${request.path}` }
}

/** The redirect to the same place of the domain, for a browser that is elsewhere; null for everything else. The method stays. */
export function leadToDomain(server: Configured, request: Incoming): Reply | null {
  const { ownDomain, basePath } = server.options
  if (!ownDomain || isAtOwnDomain(server, request)) return null
  // Only browsers say this, so that health checks and servers are answered where they ask. A call of another origin would lose its Origin.
  const isBrowsers = request.header('sec-fetch-site') === 'same-origin' || request.header('sec-fetch-mode') === 'navigate'
  const isBrowsersCall = isBrowsers && request.path.startsWith(`${basePath}/v1/`)
  if (!isPagePath(server.options, request.path) && !isBrowsersCall) return null

  const url = new URL(`${ownDomain.origin}${request.path}`)
  url.search = request.url.search
  const back = url.searchParams.get('redirect_url')
  if (back?.startsWith('/')) url.searchParams.set('redirect_url', `${appOriginAt(server, request)}${back}`)
  return reply('', { location: url.href, 'cache-control': 'no-store' }, 307)
}

/** The app that the browser is at: where our pages are asked for by a host that is the app's, that one. */
function appOriginAt(server: Configured, request: Incoming): string {
  const { options } = server
  const isAtAccounts = hostnameOf(server, request) === options.ownDomain?.accountsHost
  const here = `https://${hostnameOf(server, request)}`
  const isApp = !isAtAccounts && isOfApp(options, here)
  return isApp ? here : appOrigin(options)! // there is a domain
}
