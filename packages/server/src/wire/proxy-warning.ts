/** What a proxy before us needs from the operator, said once each: both faults look like something else from outside. */
import type { Log } from '../start/frontdesk-options.js'
import type { Configured } from '../start/instance.js'
import type { Incoming } from './message.js'
import { isAllowedOrigin, isProxyTrusted, ownOrigin } from './request-context.js'

export function proxyWarnings(log: Log): (server: Configured, request: Incoming) => void {
  let saysUntrusted = false
  let saysDowngraded = false
  return (server, request) => {
    if (!saysUntrusted && isForwardedByStranger(server, request)) {
      saysUntrusted = true
      log({ level: 'warn', message: untrusted })
    }
    if (!saysDowngraded && isDowngraded(server, request)) {
      saysDowngraded = true
      log({ level: 'warn', message: downgraded })
    }
  }
}

/** Nobody said anything of proxies; 0 is a word, too. */
const isForwardedByStranger = (instance: Configured, request: Incoming) =>
  instance.options.trustedProxies === undefined &&
  (request.header('x-forwarded-for') !== null || request.header('x-forwarded-proto') !== null) &&
  !isProxyTrusted(instance, request)

/** The page is on plain http of our own host, which counts as a stranger's. */
function isDowngraded(instance: Configured, request: Incoming): boolean {
  const origin = request.header('origin')
  if (!origin?.startsWith('http:') || isAllowedOrigin(instance, request, origin)) return false
  return ownOrigin(instance, request) === origin.replace(/^http:/, 'https:')
}

const untrusted =
  "A request came with X-Forwarded headers, and no proxy is trusted: all visitors share one rate limit, and without a public URL cookies lack Secure. Set FRONTDESK_TRUSTED_PROXIES to how many proxies stand before the server (0: none), or app.set('trust proxy', …) in Express."

const downgraded =
  'A page on plain http was refused, since the public URL or the trusted proxy says that we are reached by https. If the page is yours, lead http to https before it; if nobody uses https, correct X-Forwarded-Proto or FRONTDESK_PUBLIC_URL.'
