/** The edge of the Frontend API: what a call may do beside what its route says, and what a refusal tells. */
import type { Client } from '@frontdesk/contract'
import { currentClient } from '../callers/browser.js'
import { isTestSuite } from '../callers/test-suite.js'
import type { Instance } from '../start/instance.js'
import { originFault } from '../wire/foreign-origin.js'
import type { Incoming } from '../wire/message.js'
import { isFromThisMachine } from '../wire/own-machine.js'

/** What the instance lets the caller of the Frontend API do. */
export const frontendRights = (instance: Instance, request: Incoming): Pick<Instance, 'takesTestCodes' | 'isTestSuite'> => ({
  takesTestCodes: takesTestCodes(instance, request),
  isTestSuite: isTestSuite(instance, request),
})

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
const takesTestCodes = (instance: Instance, request: Incoming): boolean =>
  instance.takesTestCodes && (instance.options.inbox.open || isFromThisMachine(instance, request))
