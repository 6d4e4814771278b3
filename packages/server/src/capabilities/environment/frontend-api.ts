import { frontendApi } from '@frontdesk/contract'
import { anyone } from '../../callers/anyone.js'
import { route } from '../../http/route.js'
import type { Options } from '../../options.js'
import { environmentOf } from './environment.js'

/** Options don't change while a server runs, so the environment is made once. */
export function environmentRoutes(options: Options) {
  const environment = environmentOf(options)
  return [
    route(frontendApi.environment.getEnvironment, { caller: anyone, counts: [] }, async () => environment),
    // Clerk's front ends report their origin this way; nothing is stored, and the answer is the same.
    route(frontendApi.environment.updateEnvironment, { caller: anyone, counts: ['call'] }, async () => environment),
  ]
}
