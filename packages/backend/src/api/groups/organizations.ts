import type { OrganizationEnrollmentMode, OrganizationInvitationStatus } from '../../json/organizations.js'
import type {
  DeletedObject,
  Organization,
  OrganizationDomain,
  OrganizationInvitation,
  OrganizationMembership,
  Permission,
  Role,
  RoleSet,
} from '../resources.js'
import type { Page, PageParams, Sorted } from './paging.js'

export interface OrganizationMetadataParams {
  publicMetadata?: OrganizationPublicMetadata | undefined
  privateMetadata?: OrganizationPrivateMetadata | undefined
}

export interface OrganizationListParams extends PageParams {
  includeMembersCount?: boolean | undefined
  query?: string | undefined
  orderBy?: Sorted<'name' | 'created_at' | 'members_count'> | undefined
  organizationId?: string[] | undefined
}

export interface CreateOrganizationParams extends OrganizationMetadataParams {
  name: string
  slug?: string | undefined
  /** The id of the user who becomes its first member. */
  createdBy?: string | undefined
  /** 0 means no limit. */
  maxAllowedMemberships?: number | undefined
}

export interface UpdateOrganizationParams extends OrganizationMetadataParams {
  name?: string | undefined
  slug?: string | undefined
  adminDeleteEnabled?: boolean | undefined
  maxAllowedMemberships?: number | undefined
}

type MemberOrder = Sorted<'phone_number' | 'email_address' | 'created_at' | 'first_name' | 'last_name' | 'username'>

export interface OrganizationMembershipListParams extends PageParams {
  organizationId: string
  orderBy?: MemberOrder | undefined
  userId?: string[] | undefined
  emailAddress?: string[] | undefined
  phoneNumber?: string[] | undefined
  username?: string[] | undefined
  web3Wallet?: string[] | undefined
  role?: string[] | undefined
  query?: string | undefined
  emailAddressQuery?: string | undefined
  phoneNumberQuery?: string | undefined
  usernameQuery?: string | undefined
  nameQuery?: string | undefined
  lastActiveAtBefore?: number | undefined
  lastActiveAtAfter?: number | undefined
  createdAtBefore?: number | undefined
  createdAtAfter?: number | undefined
}

export interface CreateOrganizationInvitationParams {
  organizationId: string
  emailAddress: string
  role: string
  expiresInDays?: number | undefined
  inviterUserId?: string | undefined
  publicMetadata?: OrganizationInvitationPublicMetadata | undefined
  privateMetadata?: OrganizationInvitationPrivateMetadata | undefined
  redirectUrl?: string | undefined
}

interface Member {
  organizationId: string
  userId: string
}

interface DomainParams {
  name: string
  enrollmentMode: OrganizationEnrollmentMode
  verified?: boolean | undefined
}

export interface OrganizationAPI {
  getOrganizationList(params?: OrganizationListParams): Promise<Page<Organization>>
  createOrganization(params: CreateOrganizationParams): Promise<Organization>
  getOrganization(
    params: ({ organizationId: string } | { slug: string }) & { includeMembersCount?: boolean | undefined },
  ): Promise<Organization>
  /** Replaces the stored metadata; `updateOrganizationMetadata` merges. */
  updateOrganization(organizationId: string, params: UpdateOrganizationParams): Promise<Organization>
  updateOrganizationLogo(
    organizationId: string,
    params: { file: Blob | File; uploaderUserId?: string | undefined },
  ): Promise<Organization>
  deleteOrganizationLogo(organizationId: string): Promise<Organization>
  updateOrganizationMetadata(organizationId: string, params: OrganizationMetadataParams): Promise<Organization>
  replaceOrganizationMetadata(organizationId: string, params: OrganizationMetadataParams): Promise<Organization>
  deleteOrganization(organizationId: string): Promise<Organization>
  getOrganizationMembershipList(params: OrganizationMembershipListParams): Promise<Page<OrganizationMembership>>
  getInstanceOrganizationMembershipList(
    params?: PageParams & { orderBy?: MemberOrder | undefined },
  ): Promise<Page<OrganizationMembership>>
  createOrganizationMembership(params: Member & { role: string }): Promise<OrganizationMembership>
  updateOrganizationMembership(params: Member & { role: string }): Promise<OrganizationMembership>
  updateOrganizationMembershipMetadata(
    params: Member & {
      publicMetadata?: OrganizationMembershipPublicMetadata | undefined
      privateMetadata?: OrganizationMembershipPrivateMetadata | undefined
    },
  ): Promise<OrganizationMembership>
  deleteOrganizationMembership(params: Member): Promise<OrganizationMembership>
  getOrganizationInvitationList(
    params: PageParams & { organizationId: string; status?: OrganizationInvitationStatus[] | undefined },
  ): Promise<Page<OrganizationInvitation>>
  createOrganizationInvitation(params: CreateOrganizationInvitationParams): Promise<OrganizationInvitation>
  createOrganizationInvitationBulk(
    organizationId: string,
    params: Array<Omit<CreateOrganizationInvitationParams, 'organizationId'>>,
  ): Promise<Page<OrganizationInvitation>>
  getOrganizationInvitation(params: { organizationId: string; invitationId: string }): Promise<OrganizationInvitation>
  revokeOrganizationInvitation(params: {
    organizationId: string
    invitationId: string
    requestingUserId?: string | undefined
  }): Promise<OrganizationInvitation>
  getOrganizationDomainList(params: PageParams & { organizationId: string }): Promise<Page<OrganizationDomain>>
  createOrganizationDomain(params: DomainParams & { organizationId: string }): Promise<OrganizationDomain>
  updateOrganizationDomain(
    params: Partial<DomainParams> & { organizationId: string; domainId: string },
  ): Promise<OrganizationDomain>
  deleteOrganizationDomain(params: { organizationId: string; domainId: string }): Promise<OrganizationDomain>
}

interface KeyedListParams extends PageParams {
  query?: string | undefined
  orderBy?: Sorted<'created_at' | 'name' | 'key'> | undefined
}

interface PermissionParams {
  name: string
  key: string
  description?: string | undefined
}

export interface OrganizationPermissionAPI {
  getOrganizationPermissionList(params?: KeyedListParams): Promise<Page<Permission>>
  getOrganizationPermission(permissionId: string): Promise<Permission>
  createOrganizationPermission(params: PermissionParams): Promise<Permission>
  updateOrganizationPermission(params: Partial<PermissionParams> & { permissionId: string }): Promise<Permission>
  deleteOrganizationPermission(permissionId: string): Promise<DeletedObject>
}

interface RoleParams {
  description?: string | null | undefined
  /** Ids of permissions. */
  permissions?: string[] | null | undefined
}

export interface OrganizationRoleAPI {
  getOrganizationRoleList(params?: KeyedListParams): Promise<Page<Role>>
  getOrganizationRole(organizationRoleId: string): Promise<Role>
  createOrganizationRole(
    params: RoleParams & { name: string; key: string; includeInInitialRoleSet?: boolean | null | undefined },
  ): Promise<Role>
  updateOrganizationRole(
    params: RoleParams & { organizationRoleId: string; name?: string | null | undefined; key?: string | null | undefined },
  ): Promise<Role>
  deleteOrganizationRole(organizationRoleId: string): Promise<DeletedObject>
  assignPermissionToOrganizationRole(params: { organizationRoleId: string; permissionId: string }): Promise<Role>
  removePermissionFromOrganizationRole(params: { organizationRoleId: string; permissionId: string }): Promise<Role>
}

export interface RoleSetAPI {
  getRoleSetList(params?: KeyedListParams): Promise<Page<RoleSet>>
  getRoleSet(roleSetKeyOrId: string): Promise<RoleSet>
  createRoleSet(params: {
    name: string
    key?: string | undefined
    description?: string | null | undefined
    defaultRoleKey: string
    creatorRoleKey: string
    type?: 'initial' | 'custom' | undefined
    /** Keys of roles. */
    roles: string[]
  }): Promise<RoleSet>
  updateRoleSet(params: {
    roleSetKeyOrId: string
    name?: string | null | undefined
    key?: string | null | undefined
    description?: string | null | undefined
    type?: 'initial' | null | undefined
    defaultRoleKey?: string | null | undefined
    creatorRoleKey?: string | null | undefined
  }): Promise<RoleSet>
  addRolesToRoleSet(params: {
    roleSetKeyOrId: string
    roleKeys: string[]
    defaultRoleKey?: string | undefined
    creatorRoleKey?: string | undefined
  }): Promise<RoleSet>
  replaceRoleInRoleSet(params: { roleSetKeyOrId: string; roleKey: string; toRoleKey: string }): Promise<RoleSet>
  replaceRoleSet(params: {
    roleSetKeyOrId: string
    destRoleSetKey: string
    reassignmentMappings?: Record<string, string> | undefined
  }): Promise<DeletedObject>
}
