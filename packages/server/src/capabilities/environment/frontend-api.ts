import { frontendApi } from '@frontdesk/contract'
import { publicRoute } from '../../http/route.js'
import type { Options } from '../../options.js'
import { environmentOf } from './environment.js'

/** Options don't change while a server runs, so the environment is made once. */
export function environmentRoutes(options: Options) {
  const environment = environmentOf(options)
  return [
    publicRoute(frontendApi.environment.getEnvironment, async () => environment),
    // Clerk's front ends report their origin this way; nothing is stored, and the answer is the same.
    publicRoute(frontendApi.environment.updateEnvironment, async () => environment),
  ]
}
