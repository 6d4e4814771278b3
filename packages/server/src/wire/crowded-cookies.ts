/**
 * Cookies know hosts, not ports: every instance that ever ran on `localhost` leaves its own there, until the browser's requests are
 * larger than servers read (16 KB in Node, then a 431). So a sign-in on this machine removes what the oldest of the others left.
 */

import type { Instance } from '../start/instance.js'
import { cookiePairs, writeCookie } from './cookies.js'
import type { Incoming } from './message.js'
import { isSecure, ownOrigin } from './request-context.js'

/** What instances write; the last part of each name is the instance's suffix. */
const cookieOfInstance = /^(?:__Host-)?__(session|client|client_uat|refresh|clerk_db_jwt)_([\w-]{8})$/
const localHost = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/
const keptBytes = 3 * 1024 // once for session tokens, which come back by a handshake, and once for the rest

interface Leftover {
  names: string[]
  bytes: number
  /** When its instance's sessions last changed, in seconds since 1970. */
  changedAt: number
}

/** Set-Cookie values that remove cookies of other instances, those that were longest unused first. */
export function removedCrowd(instance: Instance, request: Incoming): string[] {
  if (!localHost.test(new URL(ownOrigin(instance, request)).hostname)) return []

  const own = instance.keys.spellings.map(({ cookieSuffix }) => cookieSuffix)
  const tokens = new Map<string, Leftover>()
  const others = new Map<string, Leftover>()
  for (const [name, value] of cookiePairs(request.header('cookie'))) {
    const [, kind, suffix] = cookieOfInstance.exec(name) ?? []
    if (!suffix || own.includes(suffix)) continue
    const group = kind === 'session' ? tokens : others
    const leftover = group.get(suffix) ?? { names: [], bytes: 0, changedAt: 0 }
    leftover.names.push(name)
    leftover.bytes += name.length + value.length
    group.set(suffix, leftover)
    if (kind === 'client_uat') leftover.changedAt = Number(value) || 0
  }
  for (const [suffix, token] of tokens) token.changedAt = others.get(suffix)?.changedAt ?? 0

  const secure = isSecure(instance, request)
  return [tokens, others]
    .flatMap((group) => beyondRoom([...group.values()]))
    .map((name) => writeCookie(name, '', { maxAgeSeconds: 0, secure }))
}

function beyondRoom(leftovers: Leftover[]): string[] {
  let bytes = 0
  return leftovers
    .sort((one, other) => other.changedAt - one.changedAt)
    .filter((leftover) => {
      bytes += leftover.bytes
      return bytes > keptBytes
    })
    .flatMap((leftover) => leftover.names)
}
