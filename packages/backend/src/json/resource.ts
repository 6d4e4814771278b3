/** What resources of the Backend API have in common, as they are on the wire. Times are milliseconds since 1970. */
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

/** What the app itself keeps: its inner names are never changed. */
export type Metadata = Record<string, unknown>

/** How an identification was, or is to be, proven to be its owner's. */
export interface VerificationJSON extends ServedVerificationJSON {
  verified_at_client?: string
  external_verification_redirect_url?: string | null
  nonce?: string | null
  message?: string | null
}

/** What the app keeps, as far as it declares it; the rest is unknown. */
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
