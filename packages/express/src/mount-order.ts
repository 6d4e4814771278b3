import { passedBy } from '@frontdesk/backend/internal'
import type { Request } from 'express'

let hasTold = false

/** Says once that a request of the embedded server has come here instead: below a path, or behind this, `frontdesk()` never sees it. */
export function tellOfOrder(request: Request): void {
  if (hasTold) return
  const path = passedBy(request)
  if (path === undefined) return
  hasTold = true
  console.warn(
    `[frontdesk] A request for ${path} has come to the SDK and not to frontdesk(), which answers it: mount app.use(frontdesk()) on the app itself, without a path, above app.use(clerkMiddleware()) and all that answers every path.`,
  )
}
