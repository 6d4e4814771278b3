import { backendApi, errors } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { backendClients } from '../../../resources/backend-client.js'
import { route } from '../../../wire/route.js'
import { countClients, findClient, findClientBySecret, listClients } from '../../devices/clients/clients.js'
import { findSessionOfToken } from '../../devices/sessions/session-of-token.js'

const { clients } = backendApi

export const backendClientRoutes = [
  route(clients.getClientList, { caller: secretKey, counts: [] }, async ({ instance, query: { paginated, limit, offset } }) => {
    const data = await backendClients(instance, await listClients(instance, { limit, offset }))
    return paginated ? { data, total_count: await countClients(instance) } : data
  }),

  // The token is one of a session there, or the value of the browser's `__client` cookie.
  route(clients.verifyClient, { caller: secretKey, counts: [] }, async ({ instance, body }) => {
    const session = await findSessionOfToken(instance, body.token)
    const client = session ? await findClient(instance, session.client_id) : await findClientBySecret(instance, body.token)
    if (!client) throw errors.resourceNotFound()
    return (await backendClients(instance, [client]))[0]!
  }),

  route(clients.getClient, { caller: secretKey, counts: [] }, async ({ instance, params }) => {
    const client = await findClient(instance, params.client_id)
    if (!client) throw errors.resourceNotFound()
    return (await backendClients(instance, [client]))[0]!
  }),
]
