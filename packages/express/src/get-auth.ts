import type { AuthObject, AuthOptions } from '@frontdesk/backend'
import { readAuth } from './request-auth.js'

/**
 * The auth object of a request: `userId`, `sessionId`, `has()`, `getToken()` and the rest, all null when signed out. A session with
 * tasks left (`pending`) counts as signed out unless `treatPendingAsSignedOut` is false.
 * @throws when neither `clerkMiddleware()` nor `requireAuth()` ran before
 */
export function getAuth(request: object, options?: AuthOptions): AuthObject {
  const auth = readAuth(request)
  if (!auth) throw new Error('getAuth() needs clerkMiddleware() to run before it: app.use(clerkMiddleware())')
  return auth(options)
}
