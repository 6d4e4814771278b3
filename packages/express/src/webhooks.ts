import { type VerifyWebhookOptions, verifyDelivery, type WebhookEvent } from '@frontdesk/backend/webhooks'
import type { Request } from 'express'

export type * from '@frontdesk/backend/webhooks'

/**
 * Checks the signature of a webhook on its exact bytes and returns the event. Behind `express.json()` it tries what `JSON.stringify()` makes
 * of the body, as Clerk's does, which fits as long as the sender writes JSON in the same way; the raw body always does:
 *
 * @example
 * app.post('/webhooks', express.raw({ type: 'application/json' }), async (req, res) => {
 *   const event = await verifyWebhook(req)
 *   res.json({ received: event.type })
 * })
 *
 * @throws if the body is gone, the signature is wrong, or the function is mounted as a handler
 */
export function verifyWebhook(
  request: Request & { rawBody?: unknown },
  options: VerifyWebhookOptions = {},
  next?: unknown, // Express passes it
): Promise<WebhookEvent> {
  if (typeof next === 'function')
    throw new TypeError(
      "verifyWebhook is mounted as if it were a handler, and answers nobody: write app.post('/webhooks', express.raw({ type: 'application/json' }), async (req, res) => res.json(await verifyWebhook(req))).",
    )
  return verify(request, options)
}

async function verify(request: Request & { rawBody?: unknown }, { signingSecret }: VerifyWebhookOptions): Promise<WebhookEvent> {
  const { rawBody, body } = request
  const header = (name: string) => request.get(name)
  const sent = [rawBody, body].find((bytes) => typeof bytes === 'string' || bytes instanceof Uint8Array)
  if (sent !== undefined) return verifyDelivery({ header, body: sent }, signingSecret)
  if (typeof body !== 'object' || body === null) throw new Error(`verifyWebhook() ${needsBytes}`)
  return verifyDelivery({ header, body: JSON.stringify(body), cure: `verifyWebhook() ${needsBytes}` }, signingSecret) // the signature tells whether that is what was sent
}

const needsBytes =
  "needs the bytes that were signed: mount the route with express.raw({ type: 'application/json' }), before express.json()."
