import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { Client } from '../resources/client.js'

/** Frontdesk's own: a session of the service that was used before, for one of this. */
export const formerSessions = defineOperations('frontend', frontendOperations.formerSessions, {
  exchangeFormerSession: { body: z.strictObject({ token: z.string().min(1).max(16_384) }), response: Client },
})
