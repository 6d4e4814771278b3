/** `req.auth` in the type of every request, for apps that ask for it: `/// <reference types="@frontdesk/express/env" />` in a file of theirs. */
import type { RequestAuth } from './request-auth.js'

declare global {
  namespace Express {
    interface Request {
      /** Set by `clerkMiddleware()` and `requireAuth()`; read it with `getAuth(req)`. */
      auth: RequestAuth
    }
  }
}
