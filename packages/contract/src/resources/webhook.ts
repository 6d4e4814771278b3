/** Webhooks have no operations in the published specification; these are our own. */
import * as z from 'zod'
import { eventTypes } from '../events.js'

export const eventType = z.enum(eventTypes)

export const WebhookEndpoint = z.object({
  object: z.literal('webhook_endpoint'),
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z
    .array(z.string())
    .nullable()
    .describe('The events that are sent; null for all but `email.created` and `sms.created`.'),
  enabled: z.boolean(),
  disabled_reason: z.literal('failing').nullable().describe('`failing` once nothing has arrived for five days.'),
  failing_since: z.number().nullable().describe('Since when nothing arrives, in milliseconds since 1970.'),
  secret: z.string().optional().describe('What signs, `whsec_…`: when the endpoint is created and when its secret is rotated.'),
  created_at: z.number(),
  updated_at: z.number(),
})
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

/** An event as webhooks carry it, with its id and its place. */
export const ToldEvent = z.object({
  id: z.string().describe('What receivers get as `svix-id`.'),
  sequence: z.number(),
  data: z.record(z.string(), z.unknown()),
  event_attributes: z.object({ http_request: z.object({ client_ip: z.string(), user_agent: z.string() }) }),
  instance_id: z.string(),
  object: z.literal('event'),
  timestamp: z.number(),
  type: z.string(),
})
export type ToldEvent = z.infer<typeof ToldEvent>

export const WebhookAttempt = z.object({
  at: z.number(),
  duration_ms: z.number(),
  status: z.number().nullable().describe('The status of the answer; null when none came.'),
  error: z.string().nullable().describe('Why it failed; null when it was taken.'),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const deliveryStatus = z.enum(['queued', 'waiting', 'sending', 'delivered', 'failed'])

export const WebhookDelivery = z.object({
  object: z.literal('webhook_delivery'),
  id: z.string(),
  endpoint_id: z.string(),
  event_id: z.string().describe('What receivers get as `svix-id`.'),
  type: z.string(),
  subject: z.string().describe('Whose events stay in order, such as the id of a user.'),
  sequence: z.number().describe('Grows with each event of the subject.'),
  status: deliveryStatus.describe('`queued` behind an earlier event of the same subject.'),
  attempts: z.array(WebhookAttempt).describe('The last twenty.'),
  next_attempt_at: z.number().nullable(),
  created_at: z.number(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookReplay = z.object({ object: z.literal('webhook_replay'), endpoint_id: z.string(), deliveries: z.number() })
export type WebhookReplay = z.infer<typeof WebhookReplay>
