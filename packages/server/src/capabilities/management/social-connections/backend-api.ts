import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { createConnection, deleteConnection, listConnections, requireConnection, updateConnection } from './social-connections.js'

const { socialConnections } = backendApi
const bySecretKey = { caller: secretKey, counts: [] } as const

export const socialConnectionRoutes = [
  route(socialConnections.list, bySecretKey, async ({ instance }) => {
    const data = await listConnections(instance)
    return { data, total_count: data.length }
  }),

  route(socialConnections.create, bySecretKey, async ({ instance, body: { provider, ...fields } }) => {
    await transaction(instance, (tx) => createConnection(tx, provider, fields))
    return afterwards(instance, provider)
  }),

  route(socialConnections.get, bySecretKey, ({ instance, params }) => requireConnection(instance, params.provider)),

  route(socialConnections.update, bySecretKey, async ({ instance, params, body }) => {
    await transaction(instance, (tx) => updateConnection(tx, keyOf(params.provider), body))
    return afterwards(instance, params.provider)
  }),

  route(socialConnections.delete, bySecretKey, async ({ instance, params }) => {
    const id = keyOf(params.provider)
    await transaction(instance, (tx) => deleteConnection(tx, id))
    await instance.liveSettings.refresh()
    return { object: 'social_connection', id, deleted: true as const }
  }),
]

const keyOf = (provider: string) => provider.replace(/^oauth_/, '')

async function afterwards(instance: Instance, provider: string) {
  await instance.liveSettings.refresh()
  return requireConnection(instance, provider)
}
