/**
 * `organizationSyncOptions`: paths that name an organization, such as `/orgs/acme/…`. If another one is active in the session, a handshake
 * activates the one in the path.
 */
import { type MatchFunction, match } from 'path-to-regexp'
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { OrganizationSyncOptions } from './options.js'

/** The organization that a path names by id or slug, or the personal account. */
export type OrganizationTarget = { id: string } | { slug: string } | 'personal-account'

export type OrganizationMatcher = (pathname: string) => OrganizationTarget | null

/** @throws if a pattern is invalid */
export function organizationMatcher(options: OrganizationSyncOptions = {}): OrganizationMatcher | null {
  const organizations = compiled(options.organizationPatterns)
  const personalAccounts = compiled(options.personalAccountPatterns)
  if (!organizations && !personalAccounts) return null

  return (pathname) => {
    const named = organizations?.(pathname)
    if (named) {
      const { id, slug } = named.params
      if (typeof id === 'string' && id !== '') return { id }
      if (typeof slug === 'string' && slug !== '') return { slug }
    }
    return personalAccounts?.(pathname) ? 'personal-account' : null
  }
}

/** Compiles patterns in Clerk's syntax, such as `/orgs/:slug/(.*)`: that of path-to-regexp 6, which is bundled. Express 5 has version 8, with another syntax. */
function compiled(patterns: string[] | undefined): MatchFunction<Record<string, unknown>> | null {
  if (!patterns) return null
  try {
    return match(patterns)
  } catch (error) {
    throw new Error(
      `organizationSyncOptions: ${JSON.stringify(patterns)} has a pattern that is none: ${(error as Error).message}`,
    )
  }
}

/** Whether another organization is active than the path names. */
export function isMismatch(target: OrganizationTarget, { orgId, orgSlug }: SessionAuthObject): boolean {
  if (target === 'personal-account') return Boolean(orgId)
  return 'id' in target ? target.id !== orgId : target.slug !== orgSlug
}

/** The handshake's `organization_id`: an id, a slug, or empty for the personal account. */
export const organizationParameter = (target: OrganizationTarget): string =>
  target === 'personal-account' ? '' : 'id' in target ? target.id : target.slug
