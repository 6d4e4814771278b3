/** What `has()` may be asked. */
import { type AuthObject, getAuth, type SessionAuthObject } from '@clerk/express'
import type { Request, RequestHandler } from 'express'

export function mayDelete(auth: SessionAuthObject): boolean {
  return auth.has({ permission: 'org:posts:delete' }) && auth.has({ role: 'org:admin' })
}

export const isFresh = (req: Request): boolean =>
  getAuth(req).has({ reverification: 'strict' }) &&
  getAuth(req).has({ permission: 'org:billing:manage', reverification: { level: 'second_factor', afterMinutes: 5 } })

export const needsPlan: RequestHandler = (req, res, next) => {
  const { has, orgId, orgRole, orgSlug, orgPermissions, actor, factorVerificationAge } = getAuth(req)
  if (!has({ plan: 'org:pro' }) || !has({ feature: 'export' })) {
    res.status(402).json({ orgId, orgRole, orgSlug, orgPermissions, actor: actor?.sub, age: factorVerificationAge?.[0] })
    return
  }
  next()
}

export const isMachine = (auth: AuthObject): boolean => auth.tokenType !== null && auth.tokenType !== 'session_token'
