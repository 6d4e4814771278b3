/** The resources that `clerkClient` returns: the API's shapes in camelCase, with a few derived members. */
import type * as json from '../json/index.js'
import { isPlain, type otherNames } from './casing.js'

type Camel<Name extends string> = Name extends keyof typeof otherNames
  ? (typeof otherNames)[Name]
  : Name extends `${infer Head}_${infer Letter}${infer Rest}`
    ? `${Head}${Uppercase<Letter>}${Camel<Rest>}`
    : Name

/** Members with the app's own data, whose names are not converted. */
type Untouched = 'public_metadata' | 'private_metadata' | 'unsafe_metadata' | 'actor' | 'claims' | 'custom_attributes'

/** The type of an API shape after `toCamelCase`. */
export type CamelCased<T> =
  T extends ReadonlyArray<infer Item>
    ? CamelCased<Item>[]
    : T extends object
      ? { [Key in keyof T as Key extends string ? Camel<Key> : Key]: Member<T, Key> }
      : T

type Member<T, Key extends keyof T> = Key extends Untouched
  ? T[Key]
  : Key extends 'external_verification_redirect_url'
    ? URL | null
    : CamelCased<T[Key]>

interface Raw<Wire> {
  /** The resource as the API sent it. Not enumerable; JSON and spread copies have it as `_raw`, as those of Clerk's do. */
  readonly raw: Wire
}

// One interface for each, so that compiler messages and editor hints show the resource's name instead of its shape.
export interface AccountlessApplication extends CamelCased<json.AccountlessApplicationJSON> {}
export interface ActorToken extends CamelCased<json.ActorTokenJSON> {}
export interface AgentTask extends CamelCased<json.AgentTaskJSON> {}
export interface AllowlistIdentifier extends CamelCased<json.AllowlistIdentifierJSON> {}
export interface APIKey extends CamelCased<json.APIKeyJSON> {}
export interface BillingPlan extends CamelCased<json.BillingPlanJSON> {}
export interface BillingSubscription extends CamelCased<json.BillingSubscriptionJSON> {}
export interface BillingSubscriptionItem extends CamelCased<json.BillingSubscriptionItemJSON> {}
export interface BlocklistIdentifier extends CamelCased<json.BlocklistIdentifierJSON> {}
export interface Client extends CamelCased<json.ClientJSON> {}
export interface CnameTarget extends CamelCased<json.CnameTargetJSON> {}
export interface CodeVerification extends CamelCased<json.CodeVerificationJSON> {}
export interface Cookies extends CamelCased<json.CookiesJSON> {}
export interface DeletedObject extends CamelCased<json.DeletedObjectJSON> {}
export interface Domain extends CamelCased<json.DomainJSON> {}
export interface Email extends CamelCased<json.EmailJSON> {}
export interface EmailAddress extends CamelCased<json.EmailAddressJSON> {}
export interface EnterpriseAccount extends CamelCased<json.EnterpriseAccountJSON> {}
export interface EnterpriseConnection extends CamelCased<json.EnterpriseConnectionJSON> {}
export interface EnterpriseConnectionCustomAttribute extends CamelCased<json.EnterpriseConnectionCustomAttributeJSON> {}
export interface EnterpriseConnectionOauthConfig extends CamelCased<json.EnterpriseConnectionOauthConfigJSON> {}
export interface EnterpriseConnectionSamlConnection extends CamelCased<json.EnterpriseConnectionSamlConnectionJSON> {}
export interface EnterpriseConnectionSamlConnectionLoginHint
  extends CamelCased<json.EnterpriseConnectionSamlConnectionLoginHintJSON> {}
export interface ExternalAccount extends CamelCased<json.ExternalAccountJSON> {}
export interface Feature extends CamelCased<json.FeatureJSON> {}
export interface IdPOAuthAccessToken extends CamelCased<json.IdPOAuthAccessTokenJSON> {}
export interface Instance extends CamelCased<json.InstanceJSON> {}
export interface InstanceRestrictions extends CamelCased<json.InstanceRestrictionsJSON> {}
export interface InstanceSettings extends CamelCased<json.InstanceSettingsJSON> {}
export interface Invitation extends CamelCased<json.InvitationJSON>, Raw<json.InvitationJSON> {}
export interface JwtTemplate extends CamelCased<json.JwtTemplateJSON> {}
export interface M2MToken extends CamelCased<json.M2MTokenJSON> {}
export interface Machine extends CamelCased<json.MachineJSON> {}
export interface MachineScope extends CamelCased<json.MachineScopeJSON> {}
export interface MachineSecretKey extends CamelCased<json.MachineSecretKeyJSON> {}
export interface OauthAccessToken extends CamelCased<json.OauthAccessTokenJSON> {}
export interface OAuthApplication extends CamelCased<json.OAuthApplicationJSON> {}
export interface Organization extends CamelCased<json.OrganizationJSON>, Raw<json.OrganizationJSON> {}
export interface OrganizationDomain extends CamelCased<json.OrganizationDomainJSON> {}
export interface OrganizationDomainVerification extends CamelCased<json.OrganizationDomainVerificationJSON> {}
export interface OrganizationInvitation
  extends CamelCased<json.OrganizationInvitationJSON>,
    Raw<json.OrganizationInvitationJSON> {}
export interface OrganizationMembership
  extends CamelCased<json.OrganizationMembershipJSON>,
    Raw<json.OrganizationMembershipJSON> {}
export interface OrganizationMembershipPublicUserData extends CamelCased<json.OrganizationMembershipPublicUserDataJSON> {}
export interface Settings extends CamelCased<json.SettingsJSON> {}
export interface OrganizationSettings extends CamelCased<json.OrganizationSettingsJSON> {}
export interface Permission extends CamelCased<json.PermissionJSON> {}
export interface PhoneNumber extends CamelCased<json.PhoneNumberJSON> {}
export interface ProxyCheck extends CamelCased<json.ProxyCheckJSON> {}
export interface RedirectUrl extends CamelCased<json.RedirectUrlJSON> {}
export interface Role extends CamelCased<json.RoleJSON> {}
export interface RoleSet extends CamelCased<json.RoleSetJSON> {}
export interface SamlConnection extends CamelCased<json.SamlConnectionJSON> {}
export interface Session extends CamelCased<json.SessionJSON> {}
export interface SignInToken extends CamelCased<json.SignInTokenJSON> {}
export interface SignUpAttempt extends CamelCased<json.SignUpJSON> {}
export interface SMSMessage extends CamelCased<json.SMSMessageJSON> {}
export interface ToldEvent extends CamelCased<json.ToldEventJSON> {}
export interface SocialConnection extends CamelCased<json.SocialConnectionJSON> {}
export interface WebhookEndpoint extends CamelCased<json.WebhookEndpointJSON> {}
export interface WebhookDelivery extends CamelCased<json.WebhookDeliveryJSON> {}
export interface WebhookReplay extends CamelCased<json.WebhookReplayJSON> {}
export interface TestingToken extends CamelCased<json.TestingTokenJSON> {}
export interface Token extends CamelCased<json.TokenJSON> {}
export interface WaitlistEntry extends CamelCased<json.WaitlistEntryJSON> {}
export interface Web3Wallet extends CamelCased<json.Web3WalletJSON> {}

type UserData = CamelCased<json.UserJSON>

export interface User extends UserData, Raw<json.UserJSON> {
  readonly primaryEmailAddress: EmailAddress | null
  readonly primaryPhoneNumber: PhoneNumber | null
  readonly primaryWeb3Wallet: Web3Wallet | null
  readonly fullName: string | null
}

/** Members that Clerk's user has besides its data. On the prototype, so that JSON and spread copies don't have them. */
const userMembers = Object.create(Object.prototype, {
  primaryEmailAddress: getter((user) => named(user.emailAddresses, user.primaryEmailAddressId)),
  primaryPhoneNumber: getter((user) => named(user.phoneNumbers, user.primaryPhoneNumberId)),
  primaryWeb3Wallet: getter((user) => named(user.web3Wallets, user.primaryWeb3WalletId)),
  fullName: getter((user) => [user.firstName, user.lastName].join(' ').trim() || null),
})

function getter(read: (user: UserData) => unknown): PropertyDescriptor {
  return {
    get(this: UserData) {
      return read(this)
    },
  }
}

const named = (items: Array<{ id: string }>, id: string | null) => items.find((item) => item.id === id) ?? null

/** The defaults of Clerk's classes for absent members. Created for each object, because apps may change them. */
const leftOut = new Map<unknown, () => object>([
  [
    'user',
    () => ({
      timezone: null,
      deprovisioned: false,
      createOrganizationsLimit: null,
      publicMetadata: {},
      privateMetadata: {},
      unsafeMetadata: {},
      emailAddresses: [],
      phoneNumbers: [],
      web3Wallets: [],
      externalAccounts: [],
      enterpriseAccounts: [],
    }),
  ],
  ['session', () => ({ actor: null })],
  ['organization', () => ({ imageUrl: '', publicMetadata: {}, privateMetadata: {} })],
  ['organization_membership', () => ({ publicMetadata: {}, privateMetadata: {} })],
  ['organization_invitation', () => ({ publicMetadata: {}, privateMetadata: {} })],
  ['external_account', () => ({ imageUrl: '', publicMetadata: {} })],
  ['oauth_access_token', () => ({ label: '', publicMetadata: {} })],
])

/** The same for a verification, where the redirect address is a URL object. */
function verificationOf(made: Record<string, unknown>): Record<string, unknown> {
  const { externalVerificationRedirectURL: address } = made
  const externalVerificationRedirectURL = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null
  return { attempts: null, expireAt: null, nonce: null, message: null, ...made, externalVerificationRedirectURL }
}

const kindsWithRaw = new Set<unknown>([
  'user',
  'organization',
  'organization_membership',
  'organization_invitation',
  'invitation',
])

/** Adds the derived members and defaults to a resource. */
export function withMembers(made: Record<string, unknown>, wire: Record<string, unknown>): Record<string, unknown> {
  if (wire.deleted) return made
  for (const [name, value] of Object.entries(leftOut.get(wire.object)?.() ?? {})) if (made[name] === undefined) made[name] = value
  if (isPlain(made.verification) && wire.object !== 'organization_domain') made.verification = verificationOf(made.verification)
  if (!kindsWithRaw.has(wire.object)) return made
  made._raw = wire // a member that Clerk's types keep to themselves, and its JSON has
  Object.defineProperty(made, 'raw', { value: wire })
  return wire.object === 'user' ? Object.setPrototypeOf(made, userMembers) : made
}
