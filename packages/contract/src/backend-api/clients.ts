import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { BackendClient } from '../resources/client.js'
import { pageOf } from '../resources/lists.js'
import { flag, text, wholeNumber } from '../wire.js'

export const clients = defineOperations('backend', backendOperations.clients, {
  getClientList: {
    query: z.strictObject({
      paginated: flag.optional(),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: z.union([z.array(BackendClient), pageOf(BackendClient)]),
  },
  getHandshakePayload: { query: z.strictObject({ nonce: text(256) }), response: z.object({ directives: z.array(z.string()) }) },
  verifyClient: { body: z.strictObject({ token: z.string().max(8192) }), response: BackendClient },
  getClient: { response: BackendClient },
})
