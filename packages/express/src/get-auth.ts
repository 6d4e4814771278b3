import type {
  AcceptsToken,
  AuthObject,
  AuthObjectFor,
  AuthOptions,
  InvalidTokenAuthObject,
  SessionAuthObject,
  TokenType,
} from '@frontdesk/backend'
import { acceptedAuth } from '@frontdesk/backend/internal'
import { readAuth } from './request-auth.js'

/**
 * The auth object of a request: `userId`, `sessionId`, `has()`, `getToken()` and the rest, all null when signed out. A session with
 * tasks left (`pending`) counts as signed out unless `treatPendingAsSignedOut` is false. Machines count as signed out, too, unless
 * `acceptsToken` names their kind of token; among several kinds, `tokenType` tells which one came, and is null for any other.
 * @throws when neither `clerkMiddleware()` nor `requireAuth()` ran before
 *
 * @example
 * app.get('/reports', (req, res) => {
 *   const auth = getAuth(req, { acceptsToken: ['session_token', 'api_key'] })
 *   res.json(auth.tokenType === 'api_key' ? auth.scopes : auth.isAuthenticated)
 * })
 */
export function getAuth<Type extends TokenType>(
  request: object,
  options: AuthOptions & { acceptsToken: readonly Type[] },
): AuthObjectFor<Type> | InvalidTokenAuthObject
export function getAuth<Type extends TokenType>(
  request: object,
  options: AuthOptions & { acceptsToken: Type },
): AuthObjectFor<Type>
export function getAuth(request: object, options: AuthOptions & { acceptsToken: 'any' }): AuthObject
export function getAuth(request: object, options?: AuthOptions): SessionAuthObject
export function getAuth(request: object, options?: AuthOptions & { acceptsToken?: AcceptsToken }): AuthObject {
  const auth = readAuth(request)
  if (!auth)
    throw new Error(
      'auth' in request
        ? 'getAuth() does not trust the `req.auth` of another library: mount app.use(clerkMiddleware()) after it, and let it use another name.'
        : 'getAuth() needs clerkMiddleware() to run before it: app.use(clerkMiddleware())',
    )
  return acceptedAuth(auth(options), options?.acceptsToken)
}
