/** The events of webhooks: `type` determines the type of `data`. */
import type { EmailJSON, SMSMessageJSON } from './json/instance.js'
import type {
  OrganizationDomainJSON,
  OrganizationInvitationAcceptedJSON,
  OrganizationInvitationJSON,
  OrganizationJSON,
  OrganizationMembershipJSON,
  PermissionJSON,
  RoleJSON,
} from './json/organizations.js'
import type { DeletedObjectJSON, WaitlistEntryJSON } from './json/served.js'
import type { SessionWebhookEventJSON } from './json/sessions.js'
import type { UserDeletedJSON, UserJSON } from './json/users.js'
import type { PaymentAttemptEventData, SubscriptionEventData, SubscriptionItemEventData } from './webhook-billing.js'

interface Event<Type extends string, Data> {
  type: Type
  object: 'event'
  data: Data
  /** The request that caused the event. */
  event_attributes: { http_request: { client_ip: string; user_agent: string } }
  /** Milliseconds since 1970. */
  timestamp: number
  instance_id: string
}

type Changed<Name extends string, Data, Removed = DeletedObjectJSON> =
  | Event<`${Name}.created` | `${Name}.updated`, Data>
  | Event<`${Name}.deleted`, Removed>

export type UserWebhookEvent = Changed<'user', UserJSON, UserDeletedJSON>
export type SessionWebhookEvent = Event<
  'session.created' | 'session.ended' | 'session.removed' | 'session.revoked',
  SessionWebhookEventJSON
>
export type EmailWebhookEvent = Event<'email.created', EmailJSON>
export type SMSWebhookEvent = Event<'sms.created', SMSMessageJSON>
export type WaitlistEntryWebhookEvent = Event<'waitlistEntry.created' | 'waitlistEntry.updated', WaitlistEntryJSON>

export type OrganizationWebhookEvent = Changed<'organization', OrganizationJSON>
export type OrganizationDomainWebhookEvent = Changed<'organizationDomain', OrganizationDomainJSON>
export type OrganizationMembershipWebhookEvent = Event<
  'organizationMembership.created' | 'organizationMembership.deleted' | 'organizationMembership.updated',
  OrganizationMembershipJSON
>
export type OrganizationInvitationWebhookEvent = Event<
  'organizationInvitation.created' | 'organizationInvitation.revoked',
  OrganizationInvitationJSON
>
export type OrganizationInvitationAcceptedWebhookEvent = Event<
  'organizationInvitation.accepted',
  OrganizationInvitationAcceptedJSON
>
export type RoleWebhookEvent = Event<'role.created' | 'role.updated' | 'role.deleted', RoleJSON>
export type PermissionWebhookEvent = Event<'permission.created' | 'permission.updated' | 'permission.deleted', PermissionJSON>

export type BillingPaymentAttemptWebhookEvent = Event<
  'paymentAttempt.created' | 'paymentAttempt.updated',
  PaymentAttemptEventData
>
export type BillingSubscriptionWebhookEvent = Event<
  `subscription.${'created' | 'updated' | 'active' | 'pastDue'}`,
  SubscriptionEventData
>
type ItemChange =
  | 'created'
  | 'updated'
  | 'active'
  | 'canceled'
  | 'upcoming'
  | 'ended'
  | 'abandoned'
  | 'incomplete'
  | 'pastDue'
  | 'freeTrialEnding'
export type BillingSubscriptionItemWebhookEvent = Event<`subscriptionItem.${ItemChange}`, SubscriptionItemEventData>

export type WebhookEvent =
  | UserWebhookEvent
  | SessionWebhookEvent
  | EmailWebhookEvent
  | SMSWebhookEvent
  | WaitlistEntryWebhookEvent
  | OrganizationWebhookEvent
  | OrganizationDomainWebhookEvent
  | OrganizationMembershipWebhookEvent
  | OrganizationInvitationWebhookEvent
  | OrganizationInvitationAcceptedWebhookEvent
  | RoleWebhookEvent
  | PermissionWebhookEvent
  | BillingPaymentAttemptWebhookEvent
  | BillingSubscriptionWebhookEvent
  | BillingSubscriptionItemWebhookEvent
export type WebhookEventType = WebhookEvent['type']
