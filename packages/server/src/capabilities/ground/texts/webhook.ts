/** Text messages by a webhook of the operator's, who sends them on: signed as our other webhooks are, by Standard Webhooks. */
import type { Options } from '../../../start/options.js'
import type { Outbound } from '../../../wire/outbound/outbound.js'
import { Undeliverable } from '../deliveries/channel.js'
import { signatureHeaders } from '../webhook-endpoints/secrets.js'
import type { SendText } from './sender.js'

type Webhook = Options['texts']['webhook']

/** By this answer a receiver says that the number can't be written to; every other one that is no success is worth another try. */
const cannotBeReached = 422

/** The sender, if the options name an address. */
export function webhookSender(outbound: Outbound, { url, secret }: Webhook, now: () => number): SendText | null {
  if (!url || !secret) return null
  return async ({ id, to, kind, text, code, expiresAt }, signal) => {
    const data = { id, to, kind, text, code: code ?? null, expires_at: expiresAt ?? null }
    const body = JSON.stringify({ type: 'text_message.send', timestamp: new Date(now()).toISOString(), data })
    const seconds = Math.floor(now() / 1000)
    const response = await outbound.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Frontdesk-Webhooks',
        ...signatureHeaders([secret.reveal()], id, seconds, body),
      },
      body,
      signal,
      longer: 'cut',
    })
    if (response.ok) return
    const said = `The webhook for text messages answered ${response.status}`
    throw response.status === cannotBeReached ? new Undeliverable(said) : new Error(said)
  }
}
