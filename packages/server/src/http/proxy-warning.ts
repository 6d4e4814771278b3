import type { Log } from '../frontdesk-options.js'
import type { Options } from '../options.js'
import type { Incoming } from './message.js'

/** Says once that requests come through a proxy which nobody told us to trust. */
export function proxyWarning({ trustedProxies }: Options, log: Log): (request: Incoming) => void {
  let isSaid = trustedProxies !== undefined // also 0: then somebody has thought of it
  return ({ remoteAddress, header, trust }) => {
    if (isSaid || (header('x-forwarded-for') === null && header('x-forwarded-proto') === null)) return
    if (typeof trust === 'function' && trust(remoteAddress, 0)) return
    isSaid = true
    log({ level: 'warn', message })
  }
}

const message =
  "A request came with X-Forwarded headers, and no proxy is trusted: all visitors share one rate limit, and without a public URL cookies lack Secure. Set FRONTDESK_TRUSTED_PROXIES to how many proxies stand before the server (0: none), or app.set('trust proxy', …) in Express."
