/**
 * `organizationSyncOptions`: addresses that name an organization, such as `/orgs/acme/…`. A page whose session has another one active goes
 * through a handshake, which activates the one in the address.
 */
import { type MatchFunction, match } from 'path-to-regexp'
import type { SessionAuthObject } from '../auth/auth-object.js'
import type { OrganizationSyncOptions } from './options.js'

/** The organization that an address names by id or slug; empty for the personal account. */
export type OrganizationTarget = { id: string } | { slug: string } | 'personal-account'

export type OrganizationMatcher = (pathname: string) => OrganizationTarget | null

/** @throws for a pattern that is none */
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

/** Patterns as Clerk's take them, such as `/orgs/:slug/(.*)`: path-to-regexp 6, bundled; version 8, which Express 5 has, spells them otherwise. */
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

/** Whether the session must be switched for the page to be about the organization that its address names. */
export function isMismatch(target: OrganizationTarget, { orgId, orgSlug }: SessionAuthObject): boolean {
  if (target === 'personal-account') return Boolean(orgId)
  return 'id' in target ? target.id !== orgId : target.slug !== orgSlug
}

/** What the handshake is told: an id, a slug, or nothing for the personal account. */
export const organizationParameter = (target: OrganizationTarget): string =>
  target === 'personal-account' ? '' : 'id' in target ? target.id : target.slug
