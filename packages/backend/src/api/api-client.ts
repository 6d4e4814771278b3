/** What `clerkClient` can do, as TypeScript sees it: a group for each kind of resource, under Clerk's names. */
import type { BillingAPI } from './groups/billing.js'
import type { EnterpriseConnectionAPI, SamlConnectionAPI } from './groups/connections.js'
import type {
  AccountlessApplicationAPI,
  BetaFeaturesAPI,
  DomainAPI,
  EmailAPI,
  InstanceAPI,
  JwtTemplatesAPI,
  ProxyCheckAPI,
  RedirectUrlAPI,
  WebhookAPI,
} from './groups/instance.js'
import type { APIKeysAPI, IdPOAuthAccessTokenAPI, M2MTokenAPI, MachineAPI, OAuthApplicationsAPI } from './groups/machines.js'
import type { OrganizationAPI, OrganizationPermissionAPI, OrganizationRoleAPI, RoleSetAPI } from './groups/organizations.js'
import type {
  ActorTokenAPI,
  AgentTaskAPI,
  ClientAPI,
  JwksAPI,
  SessionAPI,
  SignInTokenAPI,
  SignUpAPI,
  TestingTokenAPI,
} from './groups/sessions.js'
import type { SocialConnectionAPI } from './groups/social-connections.js'
import type {
  AllowlistIdentifierAPI,
  BlocklistIdentifierAPI,
  EmailAddressAPI,
  InvitationAPI,
  PhoneNumberAPI,
  UserAPI,
  WaitlistEntryAPI,
} from './groups/users.js'
import type { EventAPI, WebhookEndpointAPI } from './groups/webhooks.js'
import type { CallLimits } from './transport.js'

export interface ApiClient {
  __experimental_accountlessApplications: AccountlessApplicationAPI
  actorTokens: ActorTokenAPI
  agentTasks: AgentTaskAPI
  allowlistIdentifiers: AllowlistIdentifierAPI
  apiKeys: APIKeysAPI
  betaFeatures: BetaFeaturesAPI
  billing: BillingAPI
  blocklistIdentifiers: BlocklistIdentifierAPI
  clients: ClientAPI
  domains: DomainAPI
  emailAddresses: EmailAddressAPI
  emails: EmailAPI
  enterpriseConnections: EnterpriseConnectionAPI
  events: EventAPI
  idPOAuthAccessToken: IdPOAuthAccessTokenAPI
  instance: InstanceAPI
  invitations: InvitationAPI
  jwks: JwksAPI
  jwtTemplates: JwtTemplatesAPI
  m2m: M2MTokenAPI
  machines: MachineAPI
  oauthApplications: OAuthApplicationsAPI
  organizationPermissions: OrganizationPermissionAPI
  organizationRoles: OrganizationRoleAPI
  organizations: OrganizationAPI
  phoneNumbers: PhoneNumberAPI
  proxyChecks: ProxyCheckAPI
  redirectUrls: RedirectUrlAPI
  roleSets: RoleSetAPI
  /** @deprecated Use `enterpriseConnections`. */
  samlConnections: SamlConnectionAPI
  sessions: SessionAPI
  signInTokens: SignInTokenAPI
  signUps: SignUpAPI
  socialConnections: SocialConnectionAPI
  testingTokens: TestingTokenAPI
  users: UserAPI
  waitlistEntries: WaitlistEntryAPI
  webhookEndpoints: WebhookEndpointAPI
  webhooks: WebhookAPI
  /**
   * The same client with limits for each of its calls.
   *
   * @example
   * const user = await clerkClient.with({ timeoutInMs: 2_000 }).users.getUser('user_1')
   */
  with(limits: CallLimits): ApiClient
}
