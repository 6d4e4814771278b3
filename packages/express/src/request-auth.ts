/**
 * `req.auth`: a function with the auth object's members, which serializes to the auth object. Other libraries use the same name, so ours is
 * branded, and only branded ones are trusted.
 */
import type { AuthObject, AuthOptions, SessionAuthObject } from '@frontdesk/backend'
import { authMembers, sessionAuth } from '@frontdesk/backend/internal'
import type { Request } from 'express'

/** The call returns the auth object of any sender, also a machine; the members are those of a session. */
export type RequestAuth = ((options?: AuthOptions) => AuthObject) & SessionAuthObject

/** A request after the middleware, for apps that don't reference `@frontdesk/express/env`. */
export type ExpressRequestWithAuth = Request & { auth: (options?: AuthOptions) => SessionAuthObject }

type Auth = (options?: AuthOptions) => AuthObject

const brand = Symbol.for('frontdesk.auth')

/** The prototype of all requests' functions, so that each request only creates a function. */
const members = Object.create(Function.prototype, {
  [brand]: { value: true },
  toJSON: {
    value(this: Auth) {
      return sessionAuth(this())
    },
  },
})
for (const name of authMembers) {
  Object.defineProperty(members, name, {
    get(this: Auth) {
      return sessionAuth(this())[name]
    },
  })
}

/** Set by us or by others. With `Reflect` for the reason that `fromExpress` has. */
const authOf = (request: object): unknown => Reflect.get(request, 'auth')

const isOurs = (auth: unknown): auth is Auth => typeof auth === 'function' && (auth as { [brand]?: true })[brand] === true // branded above

export function readAuth(request: object): Auth | undefined {
  const auth = authOf(request)
  return isOurs(auth) ? auth : undefined
}

let hasWarned = false

/** Sets an own property. An accessor on Express's prototype, with its answers in a WeakMap, was tried and is no faster over HTTP. */
export function attachAuth(request: object, auth: Auth): void {
  const present = authOf(request)
  if (present !== undefined && !isOurs(present) && !hasWarned) {
    hasWarned = true
    console.warn(
      '[frontdesk] Another middleware has set `req.auth`; it is overwritten. Let that one store its state under another name.',
    )
  }
  const callable = (options?: AuthOptions) => auth(options)
  const shared = request as { auth?: unknown } // other libraries may set it, too
  shared.auth = Object.setPrototypeOf(callable, members)
}
