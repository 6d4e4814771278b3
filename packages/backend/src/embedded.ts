/** Finds the server embedded in this process: `frontdesk()` leaves a handle under a well-known symbol. */

import type { IncomingMessage } from 'node:http'
import { type Embedded, embeddedKey } from '@frontdesk/contract/embedded'
import { targetOf } from './request/contract-requests.js'

export type { Embedded, EmbeddedSettings } from '@frontdesk/contract/embedded'

const closed =
  'The server that app.use(frontdesk()) embeds here is closed: close the app that uses it first, and give another app a frontdesk() of its own.'

/**
 * Returns the handle on the request, as one process may run several servers, else the latest of the process that is open. Both are set by
 * `frontdesk()`.
 * @throws with status 503 if the server of the request is closed
 */
export function findEmbedded(request?: object): Embedded | undefined {
  const latest = (globalThis as { [embeddedKey]?: Embedded })[embeddedKey]
  const own = request && (Reflect.get(request, embeddedKey) as Embedded | undefined)
  if (own?.isClosed?.()) throw Object.assign(new Error(closed), { status: 503 })
  return own ?? latest
}

/** The path of a request that the latest server of the process would have answered, had `frontdesk()` seen it; undefined for all others. */
export function passedBy(request: IncomingMessage): string | undefined {
  const latest = (globalThis as { [embeddedKey]?: Embedded })[embeddedKey]
  if (!latest?.owns || Reflect.get(request, embeddedKey)) return undefined
  const path = targetOf(request)?.path
  return path !== undefined && latest.owns(path) ? path : undefined
}
