import type { Instance } from '../instance.js'
import { isAllowedOrigin } from './request-context.js'

/** Lets an allowed front end on another origin read the answer. */
export function allowOrigin(instance: Instance, request: Request, answer: Response): void {
  const origin = request.headers.get('origin')
  answer.headers.append('vary', 'Origin')
  if (origin === null || !isAllowedOrigin(instance, request, origin)) return
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('access-control-expose-headers', 'clerk-db-jwt, x-country')
}

/** Clerk's clients send no preflight; other callers may. */
export function preflight(instance: Instance, request: Request): Response {
  const answer = new Response(null, { status: 204 })
  allowOrigin(instance, request, answer)
  if (answer.headers.has('access-control-allow-origin')) {
    answer.headers.set('access-control-allow-methods', 'GET, POST, PATCH, PUT, DELETE')
    answer.headers.set('access-control-allow-headers', 'content-type, authorization')
    answer.headers.set('access-control-max-age', '600')
  }
  return answer
}
