/** The result of `getAuth()`, from verified claims of version 1 or 2. */
import type {
  ActClaim,
  JwtPayload,
  OrganizationCustomPermissionKey,
  OrganizationCustomRoleKey,
  SessionStatusClaim,
} from '../tokens/claims.js'
import type { JwtPayload as Claims } from '../tokens/parse-jwt.js'
import { type HasParams, has, scopedItems } from './has.js'

interface SharedAuth {
  tokenType: 'session_token'
  /** Whether the claims grant all of the given conditions; see `has.ts`. */
  has(params: HasParams): boolean
  /** The session's token; null if signed out. With `template` or `expiresInSeconds` the server signs a new one. */
  getToken(options?: { template?: string; expiresInSeconds?: number }): Promise<string | null>
  /** Details for a log, without the token. */
  debug(): Record<string, unknown>
}

export interface SignedInAuth extends SharedAuth {
  isAuthenticated: true
  userId: string
  sessionId: string
  sessionClaims: JwtPayload
  /** Null if the token does not have it. */
  sessionStatus: SessionStatusClaim | null
  actor: ActClaim | undefined
  orgId: string | undefined
  orgRole: OrganizationCustomRoleKey | undefined
  orgSlug: string | undefined
  orgPermissions: OrganizationCustomPermissionKey[] | undefined
  /** Minutes since the first and second factor were verified; -1 if never. */
  factorVerificationAge: [number, number] | null
}

export interface SignedOutAuth extends SharedAuth {
  isAuthenticated: false
  userId: null
  sessionId: null
  sessionClaims: null
  /** `pending` if there is a session with pending tasks. */
  sessionStatus: 'pending' | null
  actor: null
  orgId: null
  orgRole: null
  orgSlug: null
  orgPermissions: null
  factorVerificationAge: null
}

export type SessionAuthObject = SignedInAuth | SignedOutAuth

/** Gets another token for the session from the Backend API. */
export type TokenSource = (sessionId: string, options: { template?: string; expiresInSeconds?: number }) => Promise<string>

export function signedInAuth(claims: Claims, token: string, tokenSource: TokenSource): SignedInAuth {
  const { orgId, orgRole, orgSlug, orgPermissions } = organizationOf(claims)
  const age = claims.fva
  const sessionStatus: SignedInAuth['sessionStatus'] = claims.sts === 'pending' || claims.sts === 'active' ? claims.sts : null
  const factorVerificationAge = isAge(age) ? age : null
  const userId = claims.sub as string // a verified session token has both
  const sessionId = claims.sid as string
  return {
    tokenType: 'session_token',
    isAuthenticated: true,
    userId,
    sessionId,
    sessionClaims: claims as JwtPayload, // verified: the claims of a session token of the instance
    sessionStatus,
    actor: isObject(claims.act) ? (claims.act as ActClaim) : undefined,
    orgId,
    orgRole,
    orgSlug,
    orgPermissions,
    factorVerificationAge,
    has: (params) => has({ userId, orgId, orgRole, orgPermissions, factorVerificationAge, claims }, params),
    getToken: async (options) =>
      options?.template || options?.expiresInSeconds !== undefined ? tokenSource(sessionId, options) : token,
    debug: () => ({ status: 'signed-in', userId, sessionId, sessionClaims: claims }),
  }
}

export function signedOutAuth(reason: string, sessionStatus: 'pending' | null = null): SignedOutAuth {
  return {
    tokenType: 'session_token',
    isAuthenticated: false,
    userId: null,
    sessionId: null,
    sessionClaims: null,
    sessionStatus,
    actor: null,
    orgId: null,
    orgRole: null,
    orgSlug: null,
    orgPermissions: null,
    factorVerificationAge: null,
    has: () => false,
    getToken: async () => null,
    debug: () => ({ status: 'signed-out', reason }),
  }
}

/** The names of an auth object's members, the same if signed in or out. */
export const authMembers = Object.keys(signedOutAuth('')) as Array<keyof SessionAuthObject> // the two have the same members

/** The active organization, from either version of the claims. Version 2 encodes permissions as bit masks over features. */
function organizationOf(claims: Claims) {
  const none = { orgId: undefined, orgRole: undefined, orgSlug: undefined, orgPermissions: undefined }
  if (claims.v !== 2) {
    return {
      orgId: text(claims.org_id),
      orgRole: text(claims.org_role),
      orgSlug: text(claims.org_slug),
      orgPermissions: Array.isArray(claims.org_permissions) ? (claims.org_permissions as string[]) : undefined, // signed by the instance
    }
  }
  if (!isObject(claims.o)) return none
  const { id, slg, rol } = claims.o
  return {
    orgId: text(id),
    orgRole: text(rol) && `org:${text(rol)}`,
    orgSlug: text(slg),
    orgPermissions: unpackPermissions(claims.fea, claims.o),
  }
}

function unpackPermissions(fea: unknown, { per, fpm }: Record<string, unknown>): string[] {
  if (typeof fea !== 'string' || typeof per !== 'string' || typeof fpm !== 'string') return []
  const permissions = per.split(',')
  const masks = fpm.split(',')
  const organizationFeatures = scopedItems(fea).flatMap(({ scopes, name }) => (scopes.includes('o') ? [name] : []))
  return organizationFeatures.flatMap((feature, at) => {
    const mask = /^\d+$/.test(masks[at]?.trim() ?? '') ? BigInt(masks[at]!.trim()) : 0n // BigInt, because there may be more than 31 permissions
    return permissions.filter((_, bit) => (mask >> BigInt(bit)) & 1n).map((permission) => `org:${feature}:${permission.trim()}`)
  })
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isAge = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number')
