/** `has()`: whether the claims grant what is asked. All conditions given must hold; what is missing or malformed is a no. */
import type { JwtPayload } from '../tokens/parse-jwt.js'

export type ReverificationLevel = 'first_factor' | 'second_factor' | 'multi_factor'
export type ReverificationConfig =
  | 'strict'
  | 'strict_mfa'
  | 'moderate'
  | 'lax'
  | { level: ReverificationLevel; afterMinutes: number }

export interface HasParams {
  role?: string
  permission?: string
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

const presets: Record<string, { level: ReverificationLevel; afterMinutes: number }> = {
  strict_mfa: { level: 'multi_factor', afterMinutes: 10 },
  strict: { level: 'second_factor', afterMinutes: 10 },
  moderate: { level: 'second_factor', afterMinutes: 60 },
  lax: { level: 'second_factor', afterMinutes: 1_440 },
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

const withPrefix = (name: string) => (name.startsWith('org:') ? name : `org:${name}`)

const hasRole = ({ orgId, orgRole }: Grants, role: string) =>
  Boolean(orgId && orgRole) && withPrefix(orgRole!) === withPrefix(role)

const hasPermission = ({ orgId, orgPermissions }: Grants, permission: string) =>
  Boolean(orgId) && Array.isArray(orgPermissions) && orgPermissions.includes(withPrefix(permission))

/** `o:billing` asks the organization, `u:chat` the user, `billing` either. */
function isListed(claim: unknown, wanted: string): boolean {
  if (typeof claim !== 'string' || wanted === '') return false
  const [, scope, name] = /^(?:(org|o|user|u):)?(.+)$/.exec(wanted) ?? []
  return claim.split(',').some((item) => {
    const [scopes = '', listed] = item.trim().split(':')
    return listed === name && (scope === undefined || scopes.includes(scope.charAt(0)))
  })
}

function isReverified(age: [number, number] | null, config: ReverificationConfig): boolean {
  const rule = typeof config === 'string' ? (Object.hasOwn(presets, config) ? presets[config] : undefined) : config
  if (!age || !rule || !(typeof rule.afterMinutes === 'number' && rule.afterMinutes > 0)) return false
  const [first, second] = age
  const isFresh = (minutes: number) => minutes !== -1 && minutes < rule.afterMinutes
  const isSecondFresh = second === -1 ? null : isFresh(second) // null: the user has no second factor
  if (rule.level === 'first_factor') return isFresh(first)
  if (rule.level === 'second_factor') return isSecondFresh ?? isFresh(first)
  if (rule.level === 'multi_factor') return isSecondFresh === null ? isFresh(first) : isFresh(first) && isSecondFresh
  return false
}
