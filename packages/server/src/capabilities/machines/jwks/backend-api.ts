import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'

export const jwksRoutes = [
  route(backendApi.jwks.getJwks, { caller: secretKey, counts: [] }, async ({ instance }) => ({
    keys: await instance.keyRing.publicKeys(),
  })),
]
