/** Sign-in by an enterprise's own identity provider. */
import type { ResourceJSON, TimedJSON } from './resource.js'

export interface SamlConnectionIdpCertificateJSON {
  certificate: string
  issued_at: number | null
  expires_at: number | null
}

export interface AttributeMappingJSON {
  user_id: string
  email_address: string
  first_name: string
  last_name: string
}

export interface SamlConnectionJSON extends ResourceJSON<'saml_connection'>, TimedJSON {
  name: string
  domain: string
  organization_id: string | null
  idp_entity_id: string
  idp_sso_url: string
  idp_certificate: string
  idp_certificate_issued_at: number
  idp_certificate_expires_at: number
  idp_certificates: SamlConnectionIdpCertificateJSON[]
  idp_metadata_url: string
  idp_metadata: string
  acs_url: string
  sp_entity_id: string
  sp_metadata_url: string
  active: boolean
  provider: string
  user_count: number
  sync_user_attributes: boolean
  allow_subdomains: boolean
  allow_idp_initiated: boolean
  attribute_mapping: AttributeMappingJSON
}

export interface EnterpriseConnectionSamlConnectionLoginHintJSON {
  mode: 'email_address' | 'custom_attribute' | 'off'
  source?: string
}

export interface EnterpriseConnectionSamlConnectionJSON {
  id: string
  name: string
  idp_entity_id?: string
  idp_sso_url?: string
  idp_certificate?: string
  idp_certificate_issued_at?: number
  idp_certificate_expires_at?: number
  idp_certificates?: SamlConnectionIdpCertificateJSON[]
  idp_metadata_url?: string
  idp_metadata?: string
  acs_url?: string
  sp_entity_id?: string
  sp_metadata_url?: string
  sync_user_attributes?: boolean
  active: boolean
  allow_subdomains: boolean
  allow_idp_initiated: boolean
  force_authn: boolean
  login_hint: EnterpriseConnectionSamlConnectionLoginHintJSON
}

export interface EnterpriseConnectionOauthConfigJSON extends TimedJSON {
  id: string
  provider_key: string
  name: string
  client_id?: string
  discovery_url?: string
  auth_url?: string
  token_url?: string
  user_info_url?: string
  logo_public_url?: string
  requires_pkce: boolean
}

export interface EnterpriseConnectionCustomAttributeJSON {
  name: string
  key: string
  sso_path: string
  scim_path: string
  multi_valued: boolean
}

export interface EnterpriseConnectionJSON extends ResourceJSON<'enterprise_connection'>, TimedJSON {
  name: string
  provider: string
  logo_public_url?: string
  domains: string[]
  organization_id?: string | null
  active: boolean
  sync_user_attributes: boolean
  allow_subdomains?: boolean
  disable_additional_identifications: boolean
  allow_organization_account_linking: boolean
  authenticatable: boolean
  disable_jit_provisioning: boolean
  custom_attributes?: EnterpriseConnectionCustomAttributeJSON[]
  saml_connection?: EnterpriseConnectionSamlConnectionJSON | null
  oauth_config?: EnterpriseConnectionOauthConfigJSON | null
}
