/** Every event that the server emits, with the schema of its data: the resource as the Backend API shows it, or a deleted object. */
import type * as z from 'zod'
import { Email } from './resources/email.js'
import { DeletedObject } from './resources/lists.js'
import { SessionWithUser } from './resources/session.js'
import { Sms } from './resources/sms.js'
import { BackendUser } from './resources/user.js'
import { WaitlistEntry } from './resources/waitlist-entry.js'

export const events = {
  'user.created': BackendUser,
  'user.updated': BackendUser,
  'user.deleted': DeletedObject,
  'session.created': SessionWithUser,
  'session.ended': SessionWithUser,
  'session.removed': SessionWithUser,
  'session.revoked': SessionWithUser,
  'email.created': Email,
  'sms.created': Sms,
  'waitlistEntry.created': WaitlistEntry,
  'waitlistEntry.updated': WaitlistEntry,
} satisfies Record<string, z.ZodType>

export type EventType = keyof typeof events
/** Events whose resource is gone when they are written, so that the deleting verb passes their data. */
export type DeletionEventType = Extract<EventType, `${string}.deleted`>
/** Events that are told with their data: nothing else keeps it. */
export type CarriedEventType = DeletionEventType | SealedEventType

/** Events with codes and links in them: they are sealed where they are stored, and leave only for those who ask for them by name. */
export const sealedEventTypes = ['email.created', 'sms.created'] as const
export type SealedEventType = (typeof sealedEventTypes)[number]
export type EventData<Type extends EventType> = z.input<(typeof events)[Type]>

/** An event as it leaves the server, to hooks and webhooks. */
export interface EventEnvelope<Type extends EventType = EventType> {
  type: Type
  object: 'event'
  data: EventData<Type>
  /** Milliseconds since 1970. */
  timestamp: number
  instance_id: string
  /** The request that caused it; both are empty for what the server did by itself. */
  event_attributes: { http_request: { client_ip: string; user_agent: string } }
}

/**
 * The other events of the webhook specification of 2025-04-15: those of features that aren't built yet. They have names only, since a
 * schema of a resource that nothing makes would be tested by nothing; each gets its schema with its resource.
 */
export const unservedEventTypes = [
  'organization.created',
  'organization.deleted',
  'organization.updated',
  'organizationDomain.created',
  'organizationDomain.deleted',
  'organizationDomain.updated',
  'organizationInvitation.accepted',
  'organizationInvitation.created',
  'organizationInvitation.revoked',
  'organizationMembership.created',
  'organizationMembership.deleted',
  'organizationMembership.updated',
  'paymentAttempt.created',
  'paymentAttempt.updated',
  'permission.created',
  'permission.deleted',
  'permission.updated',
  'role.created',
  'role.deleted',
  'role.updated',
  'session.pending',
  'subscription.active',
  'subscription.created',
  'subscription.pastDue',
  'subscription.updated',
  'subscriptionItem.abandoned',
  'subscriptionItem.active',
  'subscriptionItem.canceled',
  'subscriptionItem.ended',
  'subscriptionItem.freeTrialEnding',
  'subscriptionItem.incomplete',
  'subscriptionItem.pastDue',
  'subscriptionItem.upcoming',
  'subscriptionItem.updated',
] as const

/** Every type of the catalogue, also those that are not told yet: an endpoint may ask for them before they are. */
export const eventTypes = [...(Object.keys(events) as EventType[]), ...unservedEventTypes]
