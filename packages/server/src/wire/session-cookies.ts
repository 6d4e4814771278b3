import { isIPv4 } from 'node:net'
import { isBelow } from '../basics/app-domain.js'
import type { Configured, Instance } from '../start/instance.js'
import { cookiePairs, readCookies, writeCookie } from './cookies.js'
import type { Incoming } from './message.js'

const yearSeconds = 365 * 24 * 3600

/** Who is signed in, as the cookies tell it. */
export interface SignedInState {
  /** The token of the browser's current session. */
  token: string
  /** When the browser's sessions last changed, in milliseconds since 1970. */
  changedAt: number
}

/**
 * The cookies that tell an app's middleware who is signed in: `__session` holds the token of the browser's current session,
 * `__client_uat` the second in which its sessions last changed (0: nobody). Each has a twin whose name ends in the instance's suffix.
 * `__session` is the host's own, as Clerk has it: other hosts of the app get theirs by a handshake. `hostname` is who sets them.
 */
export function sessionCookies(
  instance: Instance,
  state: SignedInState | null,
  secure: boolean,
  hostname = instance.options.ownDomain?.host,
): string[] {
  return [
    ...sessionTokenCookies(instance, state?.token ?? null, secure),
    ...clientUatCookies(instance, clientUatOf(instance, state), secure, cookieDomainOf(instance, hostname)),
  ]
}

/** The domain of cookies that all hosts of the app read. Null without a domain of the instance's own, and for hosts that are not the app's. */
export const cookieDomainOf = ({ options: { ownDomain } }: Configured, hostname: string | undefined): string | null =>
  ownDomain && hostname !== undefined && isBelow(ownDomain.appDomain, hostname) ? ownDomain.appDomain : null

/**
 * With a domain of its own the instance tells all hosts of the app. What a host wrote for itself before there was a domain would go on
 * beside it, so that goes first.
 */
function clientUatCookies(instance: Instance, value: string, secure: boolean, domain: string | null): string[] {
  const names = clientUatNames(instance)
  const set = names.map((name) => writeCookie(name, value, { maxAgeSeconds: yearSeconds, secure, ...(domain && { domain }) }))
  return domain ? [...names.map((name) => writeCookie(name, '', { maxAgeSeconds: 0, secure })), ...set] : set
}

/**
 * Removes each `__client_uat` of a page's parent domains, if the browser brought one that tells something else than is so. Clerk writes
 * them there, and what a host writes for itself does not replace them.
 */
export function removedLeftovers(instance: Instance, request: Incoming, page: URL, state: SignedInState | null): string[] {
  const names = clientUatNames(instance)
  const current = clientUatOf(instance, state)
  const isContradicted = cookiePairs(request.header('cookie')).some(([name, value]) => names.includes(name) && value !== current)
  if (!isContradicted) return []
  return domainsAbove(page.hostname).flatMap((domain) =>
    names.map((name) => writeCookie(name, '', { maxAgeSeconds: 0, secure: page.protocol === 'https:', domain })),
  )
}

/** The domains for which a page can write cookies, its host first. Public suffixes among them are refused by browsers. */
function domainsAbove(hostname: string): string[] {
  if (isIPv4(hostname)) return []
  const labels = hostname.split('.')
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))
}

/** Never later than the `iat` of the token beside it, or the middleware takes that token for outdated: clocks of nodes may differ. */
const clientUatOf = (instance: Instance, state: SignedInState | null): string =>
  String(state ? Math.floor(Math.min(state.changedAt, instance.now()) / 1000) : 0)

/** `__session` and its twin; without a token they are removed. */
export const sessionTokenCookies = (instance: Instance, token: string | null, secure: boolean): string[] =>
  twins(instance).map((suffix) =>
    writeCookie(`__session${suffix}`, token ?? '', { maxAgeSeconds: token ? yearSeconds : 0, secure }),
  )

/** Whether the browser's own cookies say that somebody is signed in. It proves nothing. */
export function seemsSignedIn(instance: Instance, request: Incoming): boolean {
  const cookies = readCookies(request.header('cookie'))
  return clientUatNames(instance).some((name) => Number(cookies.get(name)) > 0)
}

const clientUatNames = (instance: Instance) => twins(instance).map((suffix) => `__client_uat${suffix}`)

/** The plain name, and one for each publishable key of the instance. */
const twins = (instance: Instance) => ['', ...instance.keys.spellings.map(({ cookieSuffix }) => `_${cookieSuffix}`)]
