import { type Operation, zodToErrors } from '@frontdesk/contract'
import { fromPairs, readValues } from './body.js'
import type { Incoming } from './message.js'

/** Query parameters as the operation declares them; the clients' own (`_clerk_js_version` and the like) are not among them. */
export function parseQuery(operation: Operation, url: URL): unknown {
  const schema = operation.shapes.query
  if (!schema) return undefined
  const pairs = [...url.searchParams].filter(([name]) => !name.startsWith('_'))
  const parsed = schema.safeParse(fromPairs(pairs), { reportInput: true })
  if (!parsed.success) throw zodToErrors(parsed.error)
  return parsed.data
}

/** The body as the operation declares it; an operation without a body reads none. */
export async function parseBody(operation: Operation, request: Incoming): Promise<unknown> {
  const schema = operation.shapes.body
  if (!schema) return undefined
  const parsed = schema.safeParse(await readValues(request), { reportInput: true })
  if (!parsed.success) throw zodToErrors(parsed.error)
  return parsed.data
}
