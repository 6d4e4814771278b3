import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { Client } from '../resources/client.js'
import { text } from '../wire.js'

export const clients = defineOperations('frontend', frontendOperations.clients, {
  getClient: { response: Client.nullable() },
  createClient: { response: Client },
  deleteClient: { response: z.null() },
  touchClient: { query: z.object({ redirect_url: text(2048).optional() }), response: z.null() },
})
