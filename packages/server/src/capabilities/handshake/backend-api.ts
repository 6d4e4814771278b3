import { backendApi } from '@frontdesk/contract'
import { secretKeyRoute } from '../../http/route.js'
import { redeemNonce } from './handshake.js'

export const handshakeRoutes = [
  secretKeyRoute(backendApi.clients.getHandshakePayload, async ({ instance, query }) => ({
    directives: await redeemNonce(instance, query.nonce),
  })),
]
