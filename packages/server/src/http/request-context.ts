import type { Instance } from '../instance.js'
import type { Incoming } from './message.js'

/** The caller's address: the connection's, or the entry of X-Forwarded-For that the outermost trusted proxy wrote. */
export function addressOf(instance: Instance, request: Incoming): string {
  const trusted = instance.options.trustedProxies
  if (trusted === 0) return request.remoteAddress
  const forwarded =
    request
      .header('x-forwarded-for')
      ?.split(',')
      .map((entry) => entry.trim()) ?? []
  return forwarded.at(-trusted) || request.remoteAddress
}

/** Whether the browser reached us over TLS, as a trusted proxy or the configured public URL says. */
export function isSecure(instance: Instance, request: Incoming): boolean {
  if (instance.options.publicUrl) return instance.options.publicUrl.startsWith('https:')
  if (instance.options.trustedProxies > 0) return request.header('x-forwarded-proto') === 'https'
  return request.url.protocol === 'https:'
}

/**
 * Whether an Origin header names this server or an allowed front end. With a public URL those are all: who can rewrite traffic owns
 * `http://` of the same host. Without one, Host counts, which browsers write themselves as they do Origin; `https://` counts also where
 * the request seems plain, since TLS may end at a proxy that nobody has told us about. `null`, which sandboxed pages send, never does.
 */
export function isAllowedOrigin(instance: Instance, request: Incoming, origin: string): boolean {
  if (origin === 'null') return false
  const { publicUrl, allowedOrigins } = instance.options
  if (allowedOrigins.includes(origin)) return true
  if (publicUrl) return origin === publicUrl
  const own = ownOrigin(instance, request)
  return origin === own || origin === own.replace(/^http:/, 'https:')
}

/** The origin under which the browser reached us; never for links in mail, since a caller writes Host. */
export const ownOrigin = (instance: Instance, request: Incoming): string =>
  instance.options.publicUrl ?? `${isSecure(instance, request) ? 'https' : 'http'}://${hostOf(instance, request)}`

const hostOf = (instance: Instance, request: Incoming): string =>
  (instance.options.trustedProxies > 0 && request.header('x-forwarded-host')) || request.header('host') || request.url.host
