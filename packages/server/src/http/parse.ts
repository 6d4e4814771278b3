import { type Operation, zodToErrors } from '@frontdesk/contract'
import { type BodyLimits, readQuery, readValues } from './body.js'
import type { Incoming } from './message.js'

/** Query parameters as the operation declares them; the clients' own (`_clerk_js_version` and the like) are not among them. */
export function parseQuery(operation: Operation, url: URL): unknown {
  const schema = operation.shapes.query
  if (!schema) return undefined
  const values = Object.entries(readQuery(url.search)).filter(([name]) => !name.startsWith('_'))
  const parsed = schema.safeParse(Object.fromEntries(values), { reportInput: true })
  if (!parsed.success) throw zodToErrors(parsed.error)
  return parsed.data
}

// Strangers send the first; holders of the secret key, who have no reason to do harm, the second.
const limits: Record<Operation['api'], BodyLimits> = {
  frontend: { maxBytes: 32 * 1024, maxNames: 1000 },
  backend: { maxBytes: 1024 * 1024, maxNames: Number.POSITIVE_INFINITY },
}

/** The body as the operation declares it; an operation without a body reads none. */
export async function parseBody(operation: Operation, request: Incoming): Promise<unknown> {
  const schema = operation.shapes.body
  if (!schema) return undefined
  const { maxBytes, maxNames } = limits[operation.api]
  const values = await readValues(request, { maxBytes: operation.shapes.maxBodyBytes ?? maxBytes, maxNames })
  const parsed = schema.safeParse(values, { reportInput: true })
  if (!parsed.success) throw zodToErrors(parsed.error)
  return parsed.data
}
