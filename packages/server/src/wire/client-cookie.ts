/**
 * The client cookie: the browser's secret, out of reach of scripts. Its name ends in the instance's suffix, as apps on other ports of a
 * host share its cookies, and over https it begins with `__Host-`, so that no sibling domain can plant one. With a domain of the
 * instance's own it is that host's.
 */
import type { Instance } from '../start/instance.js'
import { readCookies, writeCookie } from './cookies.js'
import type { Incoming } from './message.js'
import { isSecure } from './request-context.js'

const lifetimeSeconds = 400 * 24 * 3600 // the longest that browsers keep a cookie

export interface ClientCookie {
  name: string
  secret: string
}

export function readClientCookie(instance: Instance, request: Incoming): ClientCookie | null {
  const cookies = readCookies(request.header('cookie'))
  const name = [nameOf(instance, request), ...olderNames(instance)].find((candidate) => cookies.get(candidate))
  return name ? { name, secret: cookies.get(name)! } : null
}

export const readClientSecret = (instance: Instance, request: Incoming): string | null =>
  readClientCookie(instance, request)?.secret ?? null

export const clientCookie = (instance: Instance, request: Incoming, secret: string): string =>
  write(instance, request, nameOf(instance, request), secret, lifetimeSeconds)

export const removedClientCookie = (instance: Instance, request: Incoming, name = nameOf(instance, request)): string =>
  write(instance, request, name, '', 0)

/** Whether the cookie came under a name that is no longer written. */
export const isOutdated = (instance: Instance, request: Incoming, cookie: ClientCookie): boolean =>
  cookie.name !== nameOf(instance, request)

const nameOf = (instance: Instance, request: Incoming): string =>
  `${isSecure(instance, request) ? '__Host-' : ''}__client_${instance.keys.cookieSuffix}`

/** Names of before the instance had a domain, of before TLS, and of releases that knew no suffix; those first that no sibling domain can write. */
function olderNames(instance: Instance): string[] {
  const suffixed = instance.keys.spellings.map(({ cookieSuffix }) => `__client_${cookieSuffix}`)
  return [...suffixed.slice(1).map((name) => `__Host-${name}`), ...suffixed, '__client']
}

const write = (instance: Instance, request: Incoming, name: string, value: string, maxAgeSeconds: number): string =>
  writeCookie(name, value, { maxAgeSeconds, httpOnly: true, secure: isSecure(instance, request) })
