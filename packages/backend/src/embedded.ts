/** Finds the server embedded in this process: `frontdesk()` leaves a handle under a well-known symbol. */
import { type Embedded, embeddedKey } from '@frontdesk/contract/embedded'

export type { Embedded, EmbeddedSettings } from '@frontdesk/contract/embedded'

/** Returns the handle on the request, as one process may run several servers, else the latest of the process. Both are set by `frontdesk()`. */
export function findEmbedded(request?: object): Embedded | undefined {
  const latest = (globalThis as { [embeddedKey]?: Embedded })[embeddedKey]
  return (request && (Reflect.get(request, embeddedKey) as Embedded | undefined)) ?? latest
}
