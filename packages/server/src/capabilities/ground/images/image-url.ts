/**
 * Where an image is served, as a whole address; without an image, a neutral figure. Without a public URL callers see the origin by which
 * they came: only servers with the secret key are believed for others, and events of browsers have the origin of this machine.
 */

import type { Instance } from '../../../start/instance.js'
import { serverOrigin } from '../../../wire/addresses.js'

/** For the browser that asks. */
export const imageUrl = (instance: Instance, imageId: string | null): string => at(instance.callerOrigin, instance, imageId)

/** For servers and events. */
export const imageUrlForServers = (instance: Instance, imageId: string | null): string =>
  at(instance.cause?.actor === 'secret_key' ? instance.callerOrigin : instance.localOrigin(), instance, imageId)

const at = (origin: string, { options }: Instance, imageId: string | null): string =>
  `${serverOrigin(options) ?? origin}${options.basePath}/images/${imageId ?? 'none'}`
