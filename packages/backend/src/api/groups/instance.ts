import type { ClerkAPIError } from '../../errors.js'
import type { WebhooksSvixJSON } from '../../json/instance.js'
import type { CreateJwtTemplateParams, UpdateJwtTemplateParams, UpdateSettingsParams } from '../parameters.js'
import type {
  AccountlessApplication,
  DeletedObject,
  Domain,
  Email,
  Instance,
  InstanceRestrictions,
  JwtTemplate,
  OrganizationSettings,
  ProxyCheck,
  RedirectUrl,
  Settings,
} from '../resources.js'
import type { Page, PageParams } from './paging.js'

export interface UpdateInstanceParams {
  testMode?: boolean | null | undefined
  /** Whether passwords are looked up in a list of leaked ones (Have I Been Pwned). */
  hibp?: boolean | null | undefined
  enhancedEmailDeliverability?: boolean | null | undefined
  supportEmail?: string | null | undefined
  clerkJsVersion?: string | null | undefined
  developmentOrigin?: string | null | undefined
  allowedOrigins?: string[] | undefined
  urlBasedSessionSyncing?: boolean | null | undefined
  preferredSignInStrategyWhenPasswordRequired?: 'password' | 'otp' | '' | null | undefined
}

export interface UpdateRestrictionsParams {
  allowlist?: boolean | null | undefined
  blocklist?: boolean | null | undefined
  blockEmailSubaddresses?: boolean | null | undefined
  blockDisposableEmailDomains?: boolean | null | undefined
  ignoreDotsForGmailAddresses?: boolean | null | undefined
}

export interface UpdateOrganizationSettingsParams {
  enabled?: boolean | null | undefined
  maxAllowedMemberships?: number | null | undefined
  adminDeleteEnabled?: boolean | null | undefined
  domainsEnabled?: boolean | null | undefined
  domainsEnrollmentModes?: string[] | undefined
  creatorRoleId?: string | null | undefined
  domainsDefaultRoleId?: string | null | undefined
}

export interface InstanceAPI {
  /** The instance's settings. Only in Frontdesk. */
  getSettings(): Promise<Settings>
  /** Null restores a setting's default. */
  updateSettings(params: UpdateSettingsParams): Promise<Settings>
  get(): Promise<Instance>
  update(params: UpdateInstanceParams): Promise<void>
  updateRestrictions(params: UpdateRestrictionsParams): Promise<InstanceRestrictions>
  getOrganizationSettings(): Promise<OrganizationSettings>
  updateOrganizationSettings(params: UpdateOrganizationSettingsParams): Promise<OrganizationSettings>
}

export interface DomainAPI {
  list(): Promise<Page<Domain>>
  /** Names as in the API; camelCase works as well. */
  add(params: { name: string; is_satellite: boolean; proxy_url?: string | null | undefined }): Promise<Domain>
  update(params: {
    domainId: string
    name?: string | undefined
    proxy_url?: string | null | undefined
    is_secondary?: boolean | null | undefined
  }): Promise<Domain>
  delete(domainId: string): Promise<DeletedObject>
  /** @deprecated Use `delete`. */
  deleteDomain(domainId: string): Promise<DeletedObject>
}

export interface BetaFeaturesAPI {
  changeDomain(params: { homeUrl?: string | undefined; isSecondary?: boolean | undefined }): Promise<void>
}

export interface ProxyCheckAPI {
  verify(params: { domainId: string; proxyUrl: string }): Promise<ProxyCheck>
}

export interface RedirectUrlAPI {
  getRedirectUrlList(): Promise<Page<RedirectUrl>>
  getRedirectUrl(redirectUrlId: string): Promise<RedirectUrl>
  createRedirectUrl(params: { url: string }): Promise<RedirectUrl>
  deleteRedirectUrl(redirectUrlId: string): Promise<RedirectUrl>
}

export interface JwtTemplatesAPI {
  list(params?: PageParams): Promise<Page<JwtTemplate>>
  get(templateId: string): Promise<JwtTemplate>
  create(params: CreateJwtTemplateParams): Promise<JwtTemplate>
  /** What is left out stays; null restores a default. */
  update(params: UpdateJwtTemplateParams & { templateId: string }): Promise<JwtTemplate>
  delete(templateId: string): Promise<DeletedObject>
}

interface Mailbox {
  address: string
  name?: string | undefined
}

export type CreateEmailParams = {
  to: { address: string; userId?: never } | { userId: string; address?: never }
  from: Mailbox
  replyTo?: Mailbox | undefined
  subject: string
  cc?: string[] | undefined
  bcc?: string[] | undefined
  headers?: Record<string, string> | undefined
  /** `content` is base64. */
  attachments?: Array<{ filename: string; content: string }> | undefined
} & ({ html: string; text?: string | undefined } | { html?: string | undefined; text: string })

/** Two calls with the same key send one mail. Up to 255 letters, digits, underscores and hyphens. */
export interface CreateEmailOptions {
  idempotencyKey?: string | undefined
}

export interface BatchEmailResult {
  index: number
  statusCode: number
  email?: Email
  errors?: ClerkAPIError[]
  retryAfterSeconds?: number
}

export interface EmailAPI {
  create(params: CreateEmailParams, options?: CreateEmailOptions): Promise<Email>
  /** 1 to 100 mails. */
  createBatch(messages: Array<CreateEmailParams & CreateEmailOptions>): Promise<BatchEmailResult[]>
  get(emailId: string): Promise<Email>
}

export interface WebhookAPI {
  createSvixApp(): Promise<WebhooksSvixJSON>
  generateSvixAuthURL(): Promise<WebhooksSvixJSON>
  deleteSvixApp(): Promise<void>
}

export interface AccountlessApplicationAPI {
  createAccountlessApplication(): Promise<AccountlessApplication>
  completeAccountlessApplicationOnboarding(): Promise<AccountlessApplication>
}
