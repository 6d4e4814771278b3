import type {
  AcceptsToken,
  AuthObject,
  AuthObjectFor,
  AuthOptions,
  InvalidTokenAuthObject,
  SessionAuthObject,
  TokenType,
} from '@frontdesk/backend'
import { acceptedAuth, tellsOfMount, tellUnknown } from '@frontdesk/backend/internal'
import { readAuth } from './request-auth.js'

/**
 * Returns the auth object of a request: `userId`, `sessionId`, `has()`, `getToken()` and others; ids are null if signed out. A session with
 * pending tasks counts as signed out unless `treatPendingAsSignedOut` is false. So do machines, unless `acceptsToken` names their type of
 * token. If it names several types, `tokenType` is the one that was sent, or null if it is none of them.
 * @throws if neither `clerkMiddleware()` nor `requireAuth()` ran before, and if it is mounted as a middleware
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
export function getAuth(
  request: object,
  options?: AuthOptions & { acceptsToken?: AcceptsToken },
  next?: unknown, // Express passes it
): AuthObject {
  if (typeof next === 'function') throw noMiddleware()
  if (typeof request !== 'object' || request === null)
    throw new TypeError(`getAuth() takes the request of a route, such as getAuth(req), not ${String(request)}.`)
  if (options) tellUnknown('getAuth()', options)
  const auth = readAuth(request)
  if (!auth)
    throw new Error(
      'auth' in request
        ? 'getAuth() does not trust the `req.auth` of another library: mount app.use(clerkMiddleware()) after it, and let it use another name.'
        : 'getAuth() needs clerkMiddleware() to run before it: app.use(clerkMiddleware())',
    )
  return acceptedAuth(auth(options), options?.acceptsToken)
}

// Mounted, it would answer nobody and let nobody on.
tellsOfMount(getAuth, () => {
  throw noMiddleware()
})

const noMiddleware = () =>
  new TypeError(
    "getAuth is mounted as if it were a middleware: write app.use(clerkMiddleware()), and call it in a route, such as app.get('/me', (req, res) => res.json(getAuth(req).userId)).",
  )
