/** Verifies webhooks (Standard Webhooks, standardwebhooks.com). The signature covers the exact bytes of the body. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { setting } from './request/options.js'
import type { WebhookEvent } from './webhook-events.js'

export type * from './webhook-events.js'

export interface VerifyWebhookOptions {
  /** The `whsec_…` of the endpoint; CLERK_WEBHOOK_SIGNING_SECRET by default. */
  signingSecret?: string | undefined
}

/** A delivery: its headers, and the body before any parser has read it. */
export interface WebhookDelivery {
  header(name: string): string | undefined
  body: string | Uint8Array
  /** What to do so that the body is the bytes that were sent, where it is made of what a parser has made of them. */
  cure?: string | undefined
}

const toleranceSeconds = 300

/**
 * Checks the signature and the time of a webhook and returns its event. `signingSecret` is the `whsec_…` of the endpoint.
 * @throws Error that says what is wrong: a missing header, a stale timestamp, a wrong signature
 */
export function verifyDelivery(
  {
    header,
    body,
    cure = 'is this the secret of this endpoint, and is the body the exact bytes that were sent?',
  }: WebhookDelivery,
  signingSecret: string | undefined = process.env.CLERK_WEBHOOK_SIGNING_SECRET,
  now = Date.now(),
): WebhookEvent {
  const key = Buffer.from((setting(signingSecret) ?? '').replace(/^whsec_/, ''), 'base64')
  if (key.length === 0) throw new Error('No signing secret: set CLERK_WEBHOOK_SIGNING_SECRET to the whsec_… of this endpoint.')
  const named = (name: string) => header(`svix-${name}`) ?? header(`webhook-${name}`)
  const id = named('id')
  const timestamp = named('timestamp')
  const signatures = named('signature')
  if (!id || !timestamp || !signatures)
    throw new Error('This request is no webhook: the headers svix-id, svix-timestamp and svix-signature are missing.')
  const seconds = Number.parseInt(timestamp, 10) // the signed text has whole seconds, even if the header has a fraction
  if (!(Math.abs(now / 1000 - seconds) <= toleranceSeconds))
    throw new Error('The webhook is too old or too new: its timestamp is more than five minutes off.')

  const expected = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest()
  const fits = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!fits) throw new Error(`The webhook signature does not fit: ${cure}`)
  return JSON.parse(Buffer.from(body).toString()) as WebhookEvent // signed by the server
}

/** Verifies a webhook that arrived as a Web Request. @throws as `verifyDelivery` */
export async function verifyWebhook(request: Request, options: VerifyWebhookOptions = {}): Promise<WebhookEvent> {
  const body = new Uint8Array(await request.arrayBuffer())
  return verifyDelivery({ header: (name) => request.headers.get(name) ?? undefined, body }, options.signingSecret)
}
