/** An event as it is sent: its body, and the headers by which receivers know that it is ours. */
import type { InstanceKeys } from '../../../start/instance.js'
import { envelopeOf } from '../../ground/events/envelope.js'
import type { EventRow } from '../../ground/events/stored.js'
import { type Secrets, signatureHeaders, signing } from '../../ground/webhook-endpoints/secrets.js'

/** The body, which is the same at each attempt. */
export const bodyOf = (event: EventRow, keys: InstanceKeys): string => JSON.stringify(envelopeOf(keys, event))

export function headersOf(
  { id, position }: Pick<EventRow, 'id' | 'position'>,
  body: string,
  secrets: Secrets,
  now: number,
): Record<string, string> {
  const seconds = Math.floor(now / 1000)
  return {
    'content-type': 'application/json',
    'user-agent': 'Frontdesk-Webhooks',
    'frontdesk-sequence': String(position),
    ...signatureHeaders(signing(secrets, now), id, seconds, body),
  }
}
