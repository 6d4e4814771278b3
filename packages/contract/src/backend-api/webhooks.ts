import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { deliveryStatus, eventType, ToldEvent, WebhookDelivery, WebhookEndpoint, WebhookReplay } from '../resources/webhook.js'
import { flag, text, time, wholeNumber } from '../wire.js'

const url = text(2048).describe('`https://…`; `http://` and private addresses are for hosts of `outbound.private_hosts`.')
const wanted = z
  .array(eventType)
  .min(1)
  .nullable()
  .describe('The events to send; null for all but `email.created` and `sms.created`.')
const description = text(500)
const page = { limit: wholeNumber(1, 500).default(10), offset: wholeNumber(0, 1_000_000_000).default(0) }

export const events = defineOperations('backend', backendOperations.events, {
  list: {
    query: z.strictObject({
      limit: wholeNumber(1, 500).default(10),
      after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('The `sequence` behind which to begin; without it the newest events are listed.'),
    }),
    response: z.object({ data: z.array(ToldEvent) }),
  },
})

export const webhookEndpoints = defineOperations('backend', backendOperations.webhookEndpoints, {
  list: { query: z.strictObject(page), response: pageOf(WebhookEndpoint) },
  create: {
    body: z.strictObject({ url, events: wanted.optional(), description: description.optional(), enabled: flag.optional() }),
    response: WebhookEndpoint,
  },
  get: { response: WebhookEndpoint },
  update: {
    body: z.strictObject({
      url: url.optional(),
      events: wanted.optional(),
      description: description.optional(),
      enabled: flag.optional(),
    }),
    response: WebhookEndpoint,
  },
  delete: { response: DeletedObject },
  rotateSecret: {
    body: z.strictObject({
      previous_secret_ttl: wholeNumber(0, 7 * 24 * 3600)
        .default(24 * 3600)
        .describe('Seconds for which the secret that signed until now signs as well.'),
    }),
    response: WebhookEndpoint,
  },
  listDeliveries: {
    query: z.strictObject({ ...page, status: deliveryStatus.optional() }),
    response: pageOf(WebhookDelivery),
  },
  replay: {
    body: z.strictObject({ since: time.describe('The first moment of the events to send again.') }),
    response: WebhookReplay,
  },
  retryDelivery: { response: WebhookDelivery },
})

const SvixUrl = z.object({ svix_url: z.string() })

export const webhooks = defineOperations('backend', backendOperations.webhooks, {
  createSvixApp: { response: SvixUrl },
  generateSvixAuthURL: { response: SvixUrl },
  deleteSvixApp: { response: z.undefined() },
})
