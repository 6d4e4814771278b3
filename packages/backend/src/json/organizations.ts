import type { Declared, ResourceJSON, TimedJSON } from './resource.js'

export interface OrganizationJSON extends ResourceJSON<'organization'>, TimedJSON {
  name: string
  slug: string
  image_url?: string
  has_image: boolean
  members_count?: number
  pending_invitations_count?: number
  /** 0 means no limit. */
  max_allowed_memberships: number
  admin_delete_enabled: boolean
  public_metadata: Declared<OrganizationPublicMetadata> | null
  private_metadata?: Declared<OrganizationPrivateMetadata>
  created_by?: string
  last_active_at?: number
  missing_member_with_elevated_permissions?: boolean
  role_set_key?: string | null
}

export interface OrganizationMembershipPublicUserDataJSON {
  identifier: string
  first_name: string | null
  last_name: string | null
  image_url: string
  has_image: boolean
  user_id: string
}

export interface OrganizationMembershipJSON extends ResourceJSON<'organization_membership'>, TimedJSON {
  /** Such as `org:admin`. */
  role: string
  /** Such as `org:posts:delete`. */
  permissions: string[]
  public_metadata: Declared<OrganizationMembershipPublicMetadata>
  private_metadata?: Declared<OrganizationMembershipPrivateMetadata>
  organization: OrganizationJSON
  public_user_data: OrganizationMembershipPublicUserDataJSON
}

export interface PublicOrganizationDataJSON extends ResourceJSON<string> {
  name: string
  slug: string
  image_url?: string
  has_image: boolean
}

export type OrganizationInvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired'

export interface OrganizationInvitationJSON extends ResourceJSON<string>, TimedJSON {
  email_address: string
  role: string
  role_name: string
  organization_id: string
  public_organization_data?: PublicOrganizationDataJSON | null
  status?: OrganizationInvitationStatus
  public_metadata: Declared<OrganizationInvitationPublicMetadata>
  private_metadata: Declared<OrganizationInvitationPrivateMetadata>
  url: string | null
  expires_at: number
}

export interface OrganizationInvitationAcceptedJSON extends OrganizationInvitationJSON {
  status: 'accepted'
  user_id: string
}

export type OrganizationEnrollmentMode = 'manual_invitation' | 'automatic_invitation' | 'automatic_suggestion' | 'enterprise_sso'

export interface OrganizationDomainVerificationJSON {
  status: 'unverified' | 'verified'
  strategy: string
  attempts: number
  expires_at: number
}

/** A domain whose users may join the organization. */
export interface OrganizationDomainJSON extends ResourceJSON<'organization_domain'>, TimedJSON {
  name: string
  organization_id: string
  enrollment_mode: OrganizationEnrollmentMode
  verification: OrganizationDomainVerificationJSON | null
  affiliation_email_address: string | null
  total_pending_invitations: number
  total_pending_suggestions: number
}

export interface OrganizationSettingsJSON {
  object: 'organization_settings'
  id?: string
  enabled: boolean
  max_allowed_memberships: number
  max_allowed_roles: number
  max_allowed_permissions: number
  creator_role: string
  admin_delete_enabled: boolean
  domains_enabled: boolean
  slug_disabled: boolean
  domains_enrollment_modes: OrganizationEnrollmentMode[]
  domains_default_role: string
}

export interface PermissionJSON extends ResourceJSON<'permission'>, TimedJSON {
  key: string
  name: string
  description: string
}

export interface RoleJSON extends ResourceJSON<'role'>, TimedJSON {
  key: string
  name: string
  description: string | null
  permissions: PermissionJSON[]
  is_creator_eligible: boolean
}

export interface RoleSetItemJSON extends ResourceJSON<'role_set_item'>, TimedJSON {
  name: string
  key: string
  description: string | null
  members_count?: number | null
  has_members?: boolean | null
}

export interface RoleSetMigrationJSON extends ResourceJSON<'role_set_migration'>, TimedJSON {
  organization_id: string | null
  instance_id: string
  source_role_set_id: string
  dest_role_set_id: string | null
  trigger_type: string
  status: string
  migrated_members: number
  mappings: Record<string, string> | null
  started_at?: number
  completed_at?: number
}

export interface RoleSetJSON extends ResourceJSON<'role_set'>, TimedJSON {
  name: string
  key: string
  description: string | null
  roles: RoleSetItemJSON[]
  default_role: RoleSetItemJSON | null
  creator_role: RoleSetItemJSON | null
  type: 'initial' | 'custom'
  role_set_migration: RoleSetMigrationJSON | null
}
