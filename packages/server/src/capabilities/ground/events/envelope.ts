import type { EventData, EventEnvelope, EventType } from '@frontdesk/contract'
import { fromJson } from '../../../database/columns.js'
import type { InstanceKeys } from '../../../start/instance.js'
import type { Cause } from '../../../wire/cause.js'
import type { WrittenEvent } from './events.js'

/** An event as it leaves: to hooks in the transaction in which it is written, to others after it. */
export function envelopeOf(
  { instanceId }: Pick<InstanceKeys, 'instanceId'>,
  { type, data, cause, created_at }: WrittenEvent,
): EventEnvelope {
  const { address = '', userAgent = '' } = cause === null ? {} : fromJson<Partial<Cause>>(cause)
  return {
    type: type as EventType, // as it was told
    object: 'event',
    data: fromJson<EventData<EventType>>(data),
    timestamp: created_at,
    instance_id: instanceId,
    event_attributes: { http_request: { client_ip: address, user_agent: userAgent } },
  }
}
