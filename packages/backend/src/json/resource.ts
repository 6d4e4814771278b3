/** Common parts of the Backend API's resources, as the API sends them. Times are milliseconds since 1970. */
import type { ServedVerificationJSON } from './served-verification.js'

export interface ClerkResourceJSON {
  object: string
  id: string
}

/** A resource with the name of its kind. */
export interface ResourceJSON<Name extends string> extends ClerkResourceJSON {
  object: Name
}

export interface TimedJSON {
  created_at: number
  updated_at: number
}

export interface PaginatedResponseJSON {
  data: object[]
  total_count?: number
}

/** The app's own data, whose names are never converted. */
export type Metadata = Record<string, unknown>

/** How an address or account was verified, or can be. */
export interface VerificationJSON extends ServedVerificationJSON {
  verified_at_client?: string
  nonce?: string | null
  message?: string | null
}

/** The app's own data: the members that it declares, and others of unknown type. */
export type Declared<Interface> = Interface & Metadata

// An app declares what its metadata holds in these, in the global namespace.
declare global {
  interface UserPublicMetadata {}
  interface UserPrivateMetadata {}
  interface UserUnsafeMetadata {}
  interface OrganizationPublicMetadata {}
  interface OrganizationPrivateMetadata {}
  interface OrganizationMembershipPublicMetadata {}
  interface OrganizationMembershipPrivateMetadata {}
  interface OrganizationInvitationPublicMetadata {}
  interface OrganizationInvitationPrivateMetadata {}
}
