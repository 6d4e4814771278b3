import { type Operation, zodToErrors } from '@frontdesk/contract'
import * as z from 'zod'
import { type BodyLimits, readItems, readQuery, readValues } from './body.js'
import type { Incoming } from './message.js'
import { refuseNativeApp } from './native-app.js'

/** What the schema of an operation's query or body gives; undefined where it has none. */
export type Parsed<Op extends Operation, Name extends 'query' | 'body'> =
  Op['shapes'] extends Record<Name, infer Schema extends z.ZodType>
    ? Name extends 'body'
      ? Op['shapes'] extends { maxItems: number }
        ? Array<z.output<Schema>>
        : z.output<Schema>
      : z.output<Schema>
    : undefined

/** Query parameters as the operation declares them; the clients' own (`_clerk_js_version` and the like) are not among them. */
export function parseQuery<Op extends Operation>(operation: Op, url: URL): Parsed<Op, 'query'> {
  const schema = operation.shapes.query
  const values = schema && Object.entries(readQuery(url.search)).filter(([name]) => !name.startsWith('_'))
  return parse(schema, values && Object.fromEntries(values)) as Parsed<Op, 'query'> // TypeScript does not follow the schema of an operation that it does not know
}

// Strangers send the first; holders of the secret key, who have no reason to do harm, the second.
const limits: Record<Operation['api'], BodyLimits> = {
  frontend: { maxBytes: 32 * 1024, maxNames: 1000 },
  backend: { maxBytes: 1024 * 1024, maxNames: Number.POSITIVE_INFINITY },
}

/** The body as the operation declares it; an operation without a body reads none. */
export async function parseBody<Op extends Operation>(operation: Op, request: Incoming): Promise<Parsed<Op, 'body'>> {
  const { maxBytes, maxNames } = limits[operation.api]
  const { body, maxItems, maxBodyBytes = maxBytes } = operation.shapes
  if (body && maxItems !== undefined) {
    const items = await readItems(request, { maxBytes: maxBodyBytes, maxNames })
    return parse(z.array(body).min(1).max(maxItems), items) as Parsed<Op, 'body'> // as above
  }
  const values = body && (await readValues(request, { maxBytes: maxBodyBytes, maxNames }))
  if (operation.api === 'frontend') refuseNativeApp(values?._is_native)
  return parse(body, values) as Parsed<Op, 'body'> // as above
}

function parse(schema: z.ZodType | undefined, values: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(values, { reportInput: true })
  if (!parsed.success) throw zodToErrors(parsed.error)
  return parsed.data
}
