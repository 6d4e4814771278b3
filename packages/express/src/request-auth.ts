/**
 * `req.auth`: callable, with the auth object's members on it, and itself the auth object when it is turned into JSON. Other libraries
 * use the same name, so ours is branded, and only a branded one is trusted.
 */
import type { AuthObject, AuthOptions } from '@frontdesk/backend'

export type RequestAuth = ((options?: AuthOptions) => AuthObject) & AuthObject

const brand = Symbol.for('frontdesk.auth')

export function brandedAuth(auth: (options?: AuthOptions) => AuthObject): RequestAuth {
  const members = Object.getOwnPropertyNames(auth())
  const callable = Object.defineProperties((options?: AuthOptions) => auth(options), {
    [brand]: { value: true },
    toJSON: { value: () => auth() },
    ...Object.fromEntries(members.map((name) => [name, { get: () => auth()[name as keyof AuthObject], enumerable: true }])), // a name of its own
  })
  return callable as unknown as RequestAuth // the members were just defined
}

export const readAuth = (request: object): RequestAuth | undefined => {
  const auth = (request as { auth?: unknown }).auth // whoever set it
  return typeof auth === 'function' && brand in auth ? (auth as unknown as RequestAuth) : undefined
}

let hasWarned = false

export function attachAuth(request: object, auth: (options?: AuthOptions) => AuthObject): void {
  if ('auth' in request && !readAuth(request) && !hasWarned) {
    hasWarned = true
    console.warn(
      '[frontdesk] Another middleware has set `req.auth`; it is overwritten. Let that one store its state under another name.',
    )
  }
  Object.assign(request, { auth: brandedAuth(auth) })
}
