import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'
import { redeemNonce } from './handshake.js'

export const handshakeRoutes = [
  route(backendApi.clients.getHandshakePayload, { caller: secretKey, counts: [] }, async ({ instance, query }) => ({
    directives: await redeemNonce(instance, query.nonce),
  })),
]
