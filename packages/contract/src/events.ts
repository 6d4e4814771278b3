/** Every event that the server tells, with what its data is: the resource as the Backend API shows it, or what is left of a deleted one. */
import type * as z from 'zod'
import { DeletedObject } from './resources/lists.js'
import { SessionWithUser } from './resources/session.js'
import { BackendUser } from './resources/user.js'

export const events = {
  'user.created': BackendUser,
  'user.updated': BackendUser,
  'user.deleted': DeletedObject,
  'session.created': SessionWithUser,
  'session.ended': SessionWithUser,
  'session.removed': SessionWithUser,
  'session.revoked': SessionWithUser,
} satisfies Record<string, z.ZodType>

export type EventType = keyof typeof events
/** Nothing is left to look up: the verb that deletes has what is told. */
export type DeletionType = Extract<EventType, `${string}.deleted`>
export type EventData<Type extends EventType> = z.input<(typeof events)[Type]>

/** The other events of the webhook specification of 2025-04-15: those of features that aren't built yet. */
export const untoldEvents = [
  'email.created',
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
  'sms.created',
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
  'waitlistEntry.created',
  'waitlistEntry.updated',
] as const
