/** Adds `req.auth` to the type of every request, for apps with `/// <reference types="@frontdesk/express/env" />`. */
import type { RequestAuth } from './request-auth.js'

declare global {
  namespace Express {
    interface Request {
      /** Set by `clerkMiddleware()` and `requireAuth()`; read it with `getAuth(req)`. */
      auth: RequestAuth
    }
  }
}
