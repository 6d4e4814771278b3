import type { RequestAuth } from '@frontdesk/express'

declare global {
  namespace Express {
    interface Request {
      /** Set by `clerkMiddleware()` and `requireAuth()`; read it with `getAuth(req)`. */
      auth: RequestAuth
    }
  }
}
