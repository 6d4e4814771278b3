/** Roles and permissions that the app declares are the only ones that can be asked for. */
import { getAuth } from '@clerk/express'
import type { Request } from 'express'

declare global {
  interface ClerkAuthorization {
    permission: 'org:posts:delete' | 'org:posts:create'
    role: 'org:admin' | 'org:editor'
  }
}

export function mayDelete(req: Request): boolean {
  const auth = getAuth(req)
  const role: 'org:admin' | 'org:editor' | undefined | null = auth.orgRole
  return role === 'org:admin' || auth.has({ permission: 'org:posts:delete' }) || auth.has({ role: 'org:editor' })
}

// @ts-expect-error: a permission that was not declared
export const mayFly = (req: Request): boolean => getAuth(req).has({ permission: 'org:posts:fly' })

// @ts-expect-error: a role that was not declared
export const isPilot = (req: Request): boolean => getAuth(req).has({ role: 'org:pilot' })
