/** A handler behind one of the middlewares, in one function. */
import { guardedBy } from '@frontdesk/express/internal'
import type { Request, Response } from 'express'
import {
  ClerkExpressRequireAuth,
  ClerkExpressWithAuth,
  type ClerkMiddlewareOptions,
  type RequireAuthProp,
  type WithAuthProp,
} from './express-auth.js'

// biome-ignore lint/suspicious/noExplicitAny: Clerk's type, so that it fits the handlers of any framework
type Handler = any

/** Calls the handler for people who are signed in; for others it gives `next()` an error, or rejects where there is none. */
export const requireAuth = (
  handler: (request: RequireAuthProp<Request>, response: Response) => unknown,
  options?: ClerkMiddlewareOptions,
): Handler => guardedBy(ClerkExpressRequireAuth, handler, options)

/** Calls the handler for everybody, with `req.auth`. */
export const withAuth = (
  handler: (request: WithAuthProp<Request>, response: Response) => unknown,
  options?: ClerkMiddlewareOptions,
): Handler => guardedBy(ClerkExpressWithAuth, handler, options)
