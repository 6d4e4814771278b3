import { forwardedOf } from '@frontdesk/contract/requests'
import type { Configured, Instance } from '../start/instance.js'
import { appOrigin, isOfApp } from './addresses.js'
import type { Cause } from './cause.js'
import type { Incoming } from './message.js'

/** What a request tells before anything of it is read. */
export type Connection = Pick<Incoming, 'host' | 'header' | 'remoteAddress' | 'trust'>

/** The caller's address: the connection's, or what the outermost trusted proxy wrote. */
export const addressOf = (instance: Configured, request: Incoming): string => forwarded(instance, request).address

const maxUserAgentLength = 512 // browsers send half of that; what reads it may then be any expression

export const userAgentOf = (request: Incoming): string => request.header('user-agent')?.slice(0, maxUserAgentLength) ?? ''

/** Who asks, as far as every request tells. */
export const causeOf = (instance: Configured, request: Incoming): Cause => ({
  actor: 'browser',
  sessionId: null,
  address: addressOf(instance, request),
  userAgent: userAgentOf(request),
})

/** Whether the browser reached us over TLS, as the configured public URL or a trusted proxy says. */
export function isSecure(instance: Configured, request: Incoming): boolean {
  if (instance.options.ownDomain) return true
  if (instance.options.publicUrl) return instance.options.publicUrl.startsWith('https:')
  return (forwarded(instance, request).protocol ?? request.url.protocol).startsWith('https')
}

/** Whether the request comes by a proxy that is ours. */
export const isProxyTrusted = (instance: Configured, request: Incoming): boolean => forwarded(instance, request).isTrusted

/** The proxies that the options name or, where they are silent, those that the app around us trusts. */
const forwarded = ({ options }: Pick<Configured, 'options'>, request: Connection) =>
  forwardedOf(request, options.trustedProxies ?? request.trust)

/**
 * Whether an Origin header names this server or an allowed front end. With a public URL those are all: who can rewrite traffic owns
 * `http://` of the same host. Without one, Host counts, which browsers write themselves as they do Origin; `https://` counts also where
 * the request seems plain, since TLS may end at a proxy that nobody has told us about. `null`, which sandboxed pages send, never does.
 * With a domain of its own those of the app's domain count, by https, as Clerk has it: `__client_uat` is theirs, too.
 */
export function isAllowedOrigin(instance: Configured, request: Incoming, origin: string): boolean {
  if (origin === 'null') return false
  const { publicUrl, ownDomain } = instance.options
  if (instance.settings.allowedOrigins.includes(origin)) return true
  if (ownDomain) return isOfApp(instance.options, origin)
  if (publicUrl) return origin === publicUrl
  const own = ownOrigin(instance, request)
  return origin === own || origin === own.replace(/^http:/, 'https:')
}

/** Whether the browser reached us at the instance's own domain. */
export const isAtOwnDomain = (instance: Pick<Configured, 'options'>, request: Connection): boolean =>
  instance.options.ownDomain !== null && hostnameOf(instance, request) === instance.options.ownDomain.host

/** The host that the browser asked for, in lower case and without a port. */
export const hostnameOf = (instance: Pick<Configured, 'options'>, request: Connection): string =>
  (forwarded(instance, request).host ?? request.host).toLowerCase().replace(/:\d+$/, '')

/** The origin under which the browser reached us, in the form that browsers write; never for links in mail, since a caller writes Host. */
export function ownOrigin(instance: Configured, request: Incoming): string {
  const { ownDomain, publicUrl } = instance.options
  if (ownDomain && isAtOwnDomain(instance, request)) return ownDomain.origin
  if (publicUrl) return publicUrl
  const origin = `${isSecure(instance, request) ? 'https' : 'http'}://${forwarded(instance, request).host ?? request.host}`
  const own = URL.canParse(origin) ? new URL(origin).origin : request.url.origin
  return ownDomain && !isOfApp(instance.options, own) ? appOrigin(instance.options)! : own // it has one, with a domain
}

/** The SDK's word for the server of its own process, whatever port that listens on. */
export const embeddedHost = 'frontdesk.localhost'

export const callerOriginOf = (instance: Instance, request: Incoming): string =>
  request.host === embeddedHost ? instance.localOrigin() : ownOrigin(instance, request)
