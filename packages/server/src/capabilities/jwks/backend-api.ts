import { backendApi } from '@frontdesk/contract'
import { secretKeyRoute } from '../../http/route.js'

export const jwksRoutes = [
  secretKeyRoute(backendApi.jwks.getJwks, async ({ instance }) => ({ keys: await instance.keyRing.publicKeys() })),
]
