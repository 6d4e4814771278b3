import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { Client } from '../resources/client.js'

export const clients = defineOperations('frontend', frontendOperations.clients, {
  getClient: { response: Client.nullable() },
  createClient: { response: Client },
  putClient: { response: Client },
  clearSiteData: { response: z.object({}), bare: true },
  deleteClient: { response: z.null() },
})
