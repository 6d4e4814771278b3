import type { Configured, Instance } from '../start/instance.js'
import { type Incoming, type Reply, reply } from '../wire/message.js'
import { isAllowedOrigin } from '../wire/request-context.js'

/** Lets an allowed front end on another origin read the answer. */
export function allowOrigin(instance: Configured, request: Incoming, answer: Reply): void {
  const origin = request.header('origin')
  answer.headers.vary = 'Origin'
  if (origin === null || !isAllowedOrigin(instance, request, origin)) return
  answer.headers['access-control-allow-origin'] = origin
  answer.headers['access-control-allow-credentials'] = 'true'
  answer.headers['access-control-expose-headers'] = 'clerk-db-jwt, x-country'
}

/** Clerk's clients send no preflight; other callers may. */
export function preflight(instance: Instance, request: Incoming): Reply {
  const answer = reply('', {}, 204)
  allowOrigin(instance, request, answer)
  if ('access-control-allow-origin' in answer.headers) {
    answer.headers['access-control-allow-methods'] = 'GET, POST, PATCH, PUT, DELETE'
    answer.headers['access-control-allow-headers'] = 'content-type, authorization'
    answer.headers['access-control-max-age'] = '600'
  }
  return answer
}
