import type { OrganizationMembershipJSON } from './organizations.js'
import type { Metadata, ResourceJSON, TimedJSON, VerificationJSON } from './resource.js'
import type { DeletedObjectJSON, InvitationJSON, ServedUserJSON } from './served.js'

/** How far an invitation to the application has come. */
export type InvitationStatus = InvitationJSON['status']

export interface EnterpriseAccountConnectionJSON extends ResourceJSON<string>, TimedJSON {
  active: boolean
  allow_idp_initiated: boolean
  allow_subdomains: boolean
  disable_additional_identifications: boolean
  domain: string
  logo_public_url: string | null
  name: string
  protocol: string
  provider: string
  sync_user_attributes: boolean
}

export interface EnterpriseAccountJSON extends ResourceJSON<'enterprise_account'> {
  active: boolean
  email_address: string
  enterprise_connection: EnterpriseAccountConnectionJSON | null
  enterprise_connection_id: string | null
  first_name: string | null
  last_name: string | null
  protocol: string
  provider: string
  provider_user_id: string | null
  public_metadata: Metadata
  verification: VerificationJSON | null
  last_authenticated_at: number | null
}

export interface UserJSON extends ServedUserJSON {
  enterprise_accounts: EnterpriseAccountJSON[]
  organization_memberships?: OrganizationMembershipJSON[] | null
  deprovisioned?: boolean
}

export interface UserDeletedJSON extends DeletedObjectJSON {}

/** The token of an external account, for calls to its provider. */
export interface OauthAccessTokenJSON {
  object: 'oauth_access_token'
  external_account_id: string
  token: string
  provider: string
  public_metadata: Metadata
  label: string | null
  scopes?: string[]
  token_secret?: string
  expires_at?: number
  id_token?: string
}
