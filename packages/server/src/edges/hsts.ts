import type { Configured } from '../start/instance.js'
import type { Incoming, Reply } from '../wire/message.js'
import { isSecure } from '../wire/request-context.js'

/** Keeps browsers that have been here on https, where the options ask for it. RFC 6797; over plain http the header means nothing. */
export function withHsts(instance: Configured, request: Incoming, answer: Reply): Reply {
  const { hstsSeconds } = instance.options
  if (hstsSeconds === 0 || !isSecure(instance, request)) return answer
  return { ...answer, headers: { ...answer.headers, 'strict-transport-security': `max-age=${hstsSeconds}` } }
}
