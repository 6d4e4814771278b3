import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { providerKey, SocialClient } from '../resources/social-client.js'
import { SocialConnection } from '../resources/social-connection.js'

const secret = z
  .string()
  .max(10_000)
  .nullable()
  .describe('What proves the client; of Apple the content of the .p8 file. An empty text keeps what is there, null clears it.')

const { client_id, ...others } = SocialClient.shape
const changeable = {
  ...(Object.fromEntries(Object.entries(others).map(([name, schema]) => [name, schema.nullable()])) as {
    [Name in keyof typeof others]: z.ZodNullable<(typeof others)[Name]>
  }), // the same names
  client_secret: secret.optional(),
}

export const socialConnections = defineOperations('backend', backendOperations.socialConnections, {
  list: { response: pageOf(SocialConnection) },
  create: {
    body: z.strictObject({
      provider: z.preprocess((name) => (typeof name === 'string' ? name.replace(/^oauth_/, '') : name), providerKey),
      client_id,
      ...changeable,
    }),
    response: SocialConnection,
  },
  get: { response: SocialConnection },
  update: { body: z.strictObject({ client_id: client_id.optional(), ...changeable }), response: SocialConnection },
  delete: { response: DeletedObject },
})
