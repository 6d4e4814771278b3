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
 * Whether an Origin header names this server or an allowed front end. Browsers write both Origin and Host themselves, so comparing
 * them is safe against foreign pages; only the host counts, since TLS may end at a proxy.
 */
export function isAllowedOrigin(instance: Instance, request: Incoming, origin: string): boolean {
  if (origin === instance.options.publicUrl || instance.options.allowedOrigins.includes(origin)) return true
  const host = hostOf(instance, request)
  return origin === `http://${host}` || origin === `https://${host}`
}

/** The origin under which the browser reached us; never for links in mail, since a caller writes Host. */
export const ownOrigin = (instance: Instance, request: Incoming): string =>
  instance.options.publicUrl ?? `${isSecure(instance, request) ? 'https' : 'http'}://${hostOf(instance, request)}`

const hostOf = (instance: Instance, request: Incoming): string =>
  (instance.options.trustedProxies > 0 && request.header('x-forwarded-host')) || request.header('host') || request.url.host
