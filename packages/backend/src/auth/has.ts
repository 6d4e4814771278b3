/** `has()`: whether the claims grant all of the given conditions. Missing or malformed claims grant nothing. */
import type { OrganizationCustomPermissionKey, OrganizationCustomRoleKey } from '../tokens/claims.js'
import type { JwtPayload } from '../tokens/parse-jwt.js'
import { isReverified, type ReverificationConfig } from './reverification.js'

export interface HasParams {
  role?: OrganizationCustomRoleKey
  permission?: OrganizationCustomPermissionKey
  feature?: string
  plan?: string
  reverification?: ReverificationConfig
}

export interface Grants {
  userId: string | null
  orgId: string | undefined | null
  orgRole: string | undefined | null
  orgPermissions: string[] | undefined | null
  factorVerificationAge: [number, number] | null
  claims: JwtPayload | null
}

export function has(grants: Grants, params: HasParams): boolean {
  if (!grants.userId || !params) return false
  const { role, permission, feature, plan, reverification } = params
  const answers = [
    role === undefined ? [] : hasRole(grants, role),
    permission === undefined ? [] : hasPermission(grants, permission),
    feature === undefined ? [] : isListed(grants.claims?.fea, feature),
    plan === undefined ? [] : isListed(grants.claims?.pla, plan),
    reverification === undefined ? [] : isReverified(grants.factorVerificationAge, reverification),
  ].flat()
  return answers.length > 0 && answers.every((answer) => answer === true)
}

const withPrefix = (name: string) => name.replace(/^(org:)*/, 'org:')

const hasRole = ({ orgId, orgRole }: Grants, role: string) =>
  typeof role === 'string' && Boolean(orgId && orgRole) && withPrefix(orgRole!) === withPrefix(role)

const hasPermission = ({ orgId, orgPermissions }: Grants, permission: string) =>
  typeof permission === 'string' &&
  Boolean(orgId) &&
  Array.isArray(orgPermissions) &&
  orgPermissions.includes(withPrefix(permission))

/** `o:billing` or `org:billing` is about the organization, `u:chat` or `user:chat` about the user, `billing` about either. */
function isListed(claim: unknown, wanted: string): boolean {
  if (typeof claim !== 'string' || typeof wanted !== 'string') return false
  const [first = '', second] = wanted.split(':')
  const name = second || first
  const scope = second === undefined ? undefined : Object.hasOwn(scopeLetters, first) ? scopeLetters[first] : ''
  if (scope === '' || name === '') return false
  return scopedItems(claim).some((item) => item.name === name && (scope === undefined || item.scopes.includes(scope)))
}

const scopeLetters: Record<string, string> = { o: 'o', org: 'o', organization: 'o', u: 'u', user: 'u' }

/** Parses a claim such as `o:billing,u:chat,uo:pro`. Ignores items of unknown scope; a malformed item invalidates the whole claim. */
export function scopedItems(claim: string): Array<{ scopes: string; name: string }> {
  const items = claim.split(',').map((item) => /^([^:]+):(.+)$/.exec(item.trim()))
  if (items.includes(null)) return []
  return items.flatMap((item) => {
    const [, scopes, name] = item ?? []
    return scopes && name && /^(o|u|ou|uo)$/.test(scopes) ? [{ scopes, name }] : []
  })
}
