/** The instance and its settings. */
import type { Metadata, ResourceJSON, TimedJSON } from './resource.js'

export interface InstanceJSON extends ResourceJSON<'instance'> {
  environment_type: string
  allowed_origins: string[] | null
}

export interface InstanceRestrictionsJSON {
  object: 'instance_restrictions'
  id?: string
  allowlist: boolean
  blocklist: boolean
  block_email_subaddresses: boolean
  block_disposable_email_domains: boolean
  ignore_dots_for_gmail_addresses: boolean
}

export interface InstanceSettingsJSON extends ResourceJSON<'instance_settings'> {
  restricted_to_allowlist: boolean
  from_email_address: string
  progressive_sign_up: boolean
  enhanced_email_deliverability: boolean
}

export interface CnameTargetJSON {
  host: string
  value: string
  required: boolean
}

export interface DomainJSON extends ResourceJSON<'domain'> {
  name: string
  is_satellite: boolean
  frontend_api_url: string
  accounts_portal_url?: string | null
  proxy_url?: string
  development_origin: string
  cname_targets: CnameTargetJSON[]
}

export interface ProxyCheckJSON extends ResourceJSON<'proxy_check'>, TimedJSON {
  domain_id: string
  last_run_at: number | null
  proxy_url: string
  successful: boolean
}

export interface RedirectUrlJSON extends ResourceJSON<'redirect_url'>, TimedJSON {
  url: string
}

export interface AccountlessApplicationJSON {
  object: 'accountless_application'
  publishable_key: string
  secret_key: string
  claim_url: string
  api_keys_url: string
}

export interface EmailJSON extends ResourceJSON<'email'> {
  slug?: string | null
  from_email_name: string
  to_email_address?: string
  email_address_id: string | null
  user_id?: string | null
  subject?: string
  body?: string
  body_plain?: string | null
  status?: string
  data?: Metadata | null
  delivered_by_clerk: boolean
  suppression_reason?: string | null
}

export interface SMSMessageJSON extends ResourceJSON<'sms_message'> {
  from_phone_number: string
  to_phone_number: string
  phone_number_id: string | null
  user_id?: string
  message: string
  status: string
  slug?: string | null
  data?: Metadata | null
  delivered_by_clerk: boolean
}

export interface WebhooksSvixJSON {
  svix_url: string
}
