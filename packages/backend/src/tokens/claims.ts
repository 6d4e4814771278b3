/**
 * The types of a session token's claims. Apps declare their own claims (`interface CustomJwtSessionClaims { … }`), and their roles and
 * permissions (`interface ClerkAuthorization { role: …; permission: … }`), in the global namespace.
 */
declare global {
  interface CustomJwtSessionClaims {}
  interface ClerkAuthorization {}
}

/** Who acts for the token's user (RFC 8693, section 4.1). */
export interface ActClaim {
  sub: string
  sid?: string
  iss?: string
  [claim: string]: unknown
}

interface SessionClaims {
  iss: string
  /** The user's id. */
  sub: string
  /** The session's id. */
  sid: string
  /** In seconds since 1970, as `exp` and `iat`. */
  nbf: number
  exp: number
  iat: number
  /** The origin of the page that requested the token. */
  azp?: string
  aud?: string | string[]
  act?: ActClaim
  /** Minutes since the first and second factor were verified. */
  fva?: [firstFactor: number, secondFactor: number]
  sts?: SessionStatusClaim
  /** Plan and features of the user and the active organization, such as `u:pro,o:billing`. */
  pla?: string
  fea?: string
  [claim: string]: unknown
}

/** `pending` while the session has unfinished tasks. */
export type SessionStatusClaim = 'active' | 'pending'

interface ClaimsOfVersion1 {
  v?: undefined
  org_id?: string
  org_slug?: string
  org_role?: OrganizationCustomRoleKey
  org_permissions?: OrganizationCustomPermissionKey[]
}

interface ClaimsOfVersion2 {
  v: 2
  /** The active organization: id, slug, role without `org:`, permissions and the bit masks that join them with features. */
  o?: { id: string; slg?: string; rol?: string; per?: string; fpm?: string }
}

export type VersionedJwtPayload = ClaimsOfVersion1 | ClaimsOfVersion2

export type JwtPayload = SessionClaims & CustomJwtSessionClaims & VersionedJwtPayload

type Declared<Kind extends 'role' | 'permission'> = ClerkAuthorization extends { [name in Kind]: infer Keys extends string }
  ? Keys
  : string

/** The roles that the app declares; any string without a declaration. */
export type OrganizationCustomRoleKey = Declared<'role'>
export type OrganizationMembershipRole = OrganizationCustomRoleKey
/** The permissions that the app declares; any string without a declaration. */
export type OrganizationCustomPermissionKey = Declared<'permission'>
