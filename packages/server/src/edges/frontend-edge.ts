/** The edge of the Frontend API: what a call may do beside what its route says, and what a refusal tells. */
import type { Client } from '@frontdesk/contract'
import { currentClient } from '../callers/browser.js'
import { withTestingToken } from '../callers/test-suite.js'
import type { Instance } from '../start/instance.js'
import { originFault } from '../wire/foreign-origin.js'
import type { Incoming, Reply } from '../wire/message.js'
import { isFromThisMachine } from '../wire/own-machine.js'
import type { Arrival, Route } from '../wire/route.js'

/** Answers one call of the Frontend API; refusals are thrown as ApiError. */
export function answerFrontendCall(route: Route, arrival: Arrival): Promise<Reply> {
  const { instance, request } = arrival
  return route.answer({ ...arrival, instance: withTestingToken(withTestCodes(instance, request), request) })
}

/**
 * What the refusal of a change carries in `meta`: the browser's client as it is now, from which a page with an old state learns that
 * somebody signed in or out in another tab. Null for reads, and for pages that may not know.
 */
export async function refusalMeta(instance: Instance, request: Incoming): Promise<{ client: Client | null } | null> {
  if (request.method === 'GET' || request.method === 'HEAD' || originFault(instance, request)) return null
  try {
    return { client: await currentClient(instance, request) }
  } catch {
    return null // what stopped the call stops this too, and is in the log
  }
}

/** Known codes would let anybody who reaches a developer's machine in. */
function withTestCodes(instance: Instance, request: Incoming): Instance {
  if (!instance.takesTestCodes || instance.options.inbox.open || isFromThisMachine(instance, request)) return instance
  return { ...instance, takesTestCodes: false }
}
