import type { WebhookDelivery, WebhookEndpoint } from '@frontdesk/contract'
import type { EndpointRow, SecretEndpoint } from '../capabilities/ground/webhook-endpoints/endpoints.js'
import { attemptsOf, type DeliveryRow } from '../capabilities/telling/webhooks/deliveries.js'
import { fromJson } from '../database/columns.js'

export const webhookEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  object: 'webhook_endpoint',
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events === null ? null : fromJson(row.events),
  enabled: row.is_enabled === 1,
  disabled_reason: row.disabled_reason,
  failing_since: row.failing_since,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** With the secret, which is shown when it is made and never again. */
export const secretWebhookEndpoint = ({ endpoint, secret }: SecretEndpoint): WebhookEndpoint => ({
  ...webhookEndpoint(endpoint),
  secret,
})

export const webhookDelivery = (row: DeliveryRow): WebhookDelivery => ({
  object: 'webhook_delivery',
  id: row.id,
  endpoint_id: row.endpoint_id,
  event_id: row.event_id,
  type: row.type,
  subject: row.subject,
  sequence: row.event_position,
  status: row.status,
  attempts: attemptsOf(row),
  next_attempt_at: row.status === 'waiting' ? row.next_attempt_at : null,
  created_at: row.created_at,
})
