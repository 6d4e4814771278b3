import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { secretWebhookEndpoint, webhookDelivery, webhookEndpoint } from '../../../resources/webhook.js'
import type { Instance } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import {
  changeEndpoint,
  countEndpoints,
  createEndpoint,
  listEndpoints,
  requireEndpoint,
  rotateSecret,
} from '../../ground/webhook-endpoints/endpoints.js'
import { deleteAllEndpoints, deleteEndpoint, listDeliveries, replayDeliveries, retryDelivery } from './deliveries.js'

const { webhookEndpoints, webhooks } = backendApi
const bySecretKey = { caller: secretKey, counts: [] } as const

export const webhookRoutes = [
  route(webhookEndpoints.list, bySecretKey, async ({ instance, query: { limit, offset } }) => ({
    data: (await listEndpoints(instance, limit, offset)).map(webhookEndpoint),
    total_count: await countEndpoints(instance),
  })),

  route(webhookEndpoints.create, bySecretKey, async ({ instance, body }) => {
    const created = await createEndpoint(instance, body)
    await instance.webhooks.refresh()
    return secretWebhookEndpoint(created)
  }),

  route(webhookEndpoints.get, bySecretKey, async ({ instance, params }) =>
    webhookEndpoint(await requireEndpoint(instance, params.webhook_endpoint_id)),
  ),

  route(webhookEndpoints.update, bySecretKey, async ({ instance, params, body }) => {
    const changed = await changeEndpoint(instance, params.webhook_endpoint_id, body)
    await instance.webhooks.refresh()
    return webhookEndpoint(changed)
  }),

  route(webhookEndpoints.delete, bySecretKey, async ({ instance, params: { webhook_endpoint_id: id } }) => {
    await deleteEndpoint(instance, id)
    return { object: 'webhook_endpoint', id, deleted: true } as const
  }),

  route(webhookEndpoints.rotateSecret, bySecretKey, async ({ instance, params, body }) =>
    secretWebhookEndpoint(await rotateSecret(instance, params.webhook_endpoint_id, body.previous_secret_ttl)),
  ),

  route(webhookEndpoints.listDeliveries, bySecretKey, async ({ instance, params, query }) => {
    const { rows, count } = await listDeliveries(instance, params.webhook_endpoint_id, query)
    return { data: rows.map(webhookDelivery), total_count: count }
  }),

  route(webhookEndpoints.replay, bySecretKey, async ({ instance, params: { webhook_endpoint_id: id }, body }) => {
    const deliveries = await replayDeliveries(instance, id, body.since)
    instance.webhooks.sendSoon()
    return { object: 'webhook_replay', endpoint_id: id, deliveries } as const
  }),

  route(webhookEndpoints.retryDelivery, bySecretKey, async ({ instance, params }) => {
    const delivery = await retryDelivery(instance, params.webhook_delivery_id)
    instance.webhooks.sendSoon()
    return webhookDelivery(delivery)
  }),

  route(webhooks.createSvixApp, bySecretKey, async ({ instance }) => endpointsUrl(instance)),

  route(webhooks.generateSvixAuthURL, bySecretKey, async ({ instance }) => endpointsUrl(instance)),

  route(webhooks.deleteSvixApp, bySecretKey, async ({ instance }) => {
    await deleteAllEndpoints(instance)
    return undefined
  }),
]

/** There is no Svix here: where endpoints are kept takes its place. */
const endpointsUrl = ({ options: { publicUrl, basePath }, callerOrigin }: Instance) => ({
  svix_url: `${publicUrl ?? callerOrigin}${basePath}/api/v1/webhook_endpoints`,
})
