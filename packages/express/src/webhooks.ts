import { type VerifyWebhookOptions, verifyDelivery, type WebhookEvent } from '@frontdesk/backend/webhooks'
import type { Request } from 'express'

export type * from '@frontdesk/backend/webhooks'

/**
 * Checks the signature of a webhook on its exact bytes and returns the event. The route needs the raw body:
 *
 * @example
 * app.post('/webhooks', express.raw({ type: 'application/json' }), async (req, res) => {
 *   const event = await verifyWebhook(req)
 *   res.json({ received: event.type })
 * })
 *
 * @throws if the body was parsed before, or the signature is wrong
 */
export async function verifyWebhook(
  request: Request & { rawBody?: Buffer },
  options: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  const body = request.rawBody ?? request.body
  if (!Buffer.isBuffer(body) && typeof body !== 'string')
    throw new Error(
      "verifyWebhook() needs the bytes that were signed: mount the route with express.raw({ type: 'application/json' }), before express.json().",
    )
  return verifyDelivery({ header: (name) => request.get(name), body }, options.signingSecret)
}
