import { type DeviceTraits, deviceTraits } from '../capabilities/devices/clients/device.js'
import { readClientSecret } from '../wire/client-cookie.js'
import { refuseForeignOrigin } from '../wire/foreign-origin.js'
import type { Caller } from '../wire/route.js'

interface Found extends DeviceTraits {
  clientSecret: string | null
}

/** For the call that every open page makes each minute: its browser is not looked up, the handler asks what it needs in one query. */
export const clientSecret: Caller<Found> = {
  name: 'client secret',
  isTrusted: false,

  async find({ instance, request }, operation) {
    refuseForeignOrigin(operation, instance, request)
    return { clientSecret: readClientSecret(instance, request), ...deviceTraits(instance, request) }
  },
}
