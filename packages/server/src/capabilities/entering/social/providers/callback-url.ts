import type { Instance } from '../../../../start/instance.js'
import { serverOrigin } from '../../../../wire/addresses.js'

/** The address that is registered with providers: of the options, or else the one by which the caller reached us. */
export const callbackUrlOf = (instance: Instance): string =>
  `${serverOrigin(instance.options) ?? instance.callerOrigin}${instance.options.basePath}/v1/oauth_callback`
