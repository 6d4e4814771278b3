import { frontendApi } from '@frontdesk/contract'
import { anyone } from '../../../callers/anyone.js'
import { route } from '../../../wire/route.js'
import { accountPortalOf, environmentOf } from './environment.js'
import { placesFor } from './places.js'

export const environmentRoutes = [
  route(frontendApi.environment.getEnvironment, { caller: anyone, counts: [] }, async ({ instance, request }) =>
    environmentOf(instance, placesFor(instance, request)),
  ),
  // Clerk's front ends report their origin this way; nothing is stored, and the answer is the same.
  route(frontendApi.environment.updateEnvironment, { caller: anyone, counts: ['call'] }, async ({ instance, request }) =>
    environmentOf(instance, placesFor(instance, request)),
  ),

  route(frontendApi.environment.getAccountPortal, { caller: anyone, counts: [] }, async ({ instance, request }) =>
    accountPortalOf(instance, placesFor(instance, request)),
  ),
]
