/**
 * `req.auth`: callable, with the auth object's members on it, and itself the auth object when it is turned into JSON. Other libraries
 * use the same name, so ours is branded, and only a branded one is trusted.
 */
import type { AuthObject, AuthOptions, SessionAuthObject } from '@frontdesk/backend'
import { authMembers, sessionAuth } from '@frontdesk/backend/internal'
import type { Request } from 'express'

/** Called, it answers with the auth object of whoever came, a machine too; its members tell of sessions. */
export type RequestAuth = ((options?: AuthOptions) => AuthObject) & SessionAuthObject

/** A request that a middleware has seen, for apps that don't reference `@frontdesk/express/env`. */
export type ExpressRequestWithAuth = Request & { auth: (options?: AuthOptions) => SessionAuthObject }

type Auth = (options?: AuthOptions) => AuthObject

const brand = Symbol.for('frontdesk.auth')

/** One prototype for the functions of all requests, so that a request pays for a function and nothing else. */
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

export const readAuth = (request: object): Auth | undefined => {
  const auth = (request as { auth?: unknown }).auth // whoever set it
  return typeof auth === 'function' && (auth as { [brand]?: true })[brand] === true ? (auth as Auth) : undefined // branded below
}

let hasWarned = false

export function attachAuth(request: object, auth: Auth): void {
  const shared = request as { auth?: unknown } // with whoever else sets it
  if (shared.auth !== undefined && !readAuth(request) && !hasWarned) {
    hasWarned = true
    console.warn(
      '[frontdesk] Another middleware has set `req.auth`; it is overwritten. Let that one store its state under another name.',
    )
  }
  const callable = (options?: AuthOptions) => auth(options)
  shared.auth = Object.setPrototypeOf(callable, members)
}
