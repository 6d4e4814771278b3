import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'
import { envelopeOf } from './envelope.js'
import { listEvents } from './stored.js'

export const eventRoutes = [
  route(backendApi.events.list, { caller: secretKey, counts: [] }, async ({ instance, query }) => ({
    data: (await listEvents(instance, query)).map((row) => ({
      id: row.id,
      sequence: row.position,
      ...envelopeOf(instance.keys, row),
    })),
  })),
]
