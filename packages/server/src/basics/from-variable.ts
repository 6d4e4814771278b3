/** Options and settings out of the environment: a variable's text as a value of the kind that its schema takes. */
import { variable } from '@frontdesk/contract/options'
import type * as z from 'zod'

/** Undefined where the variable is not set; a text that is no such value stays text, for the schema to refuse. */
export function fromVariable(name: string, schema: z.ZodType): unknown {
  const text = variable(name)
  if (text === undefined) return undefined
  if (text.toLowerCase() === 'false' && schema.safeParse(false).success) return false // of what is a text otherwise, too
  return read(text, bareOf(schema))
}

const read = (text: string, bare: z.ZodType): unknown => readers[bare.type]?.(text, bare) ?? text

const readers: Partial<Record<z.ZodType['type'], (text: string, bare: z.ZodType) => unknown>> = {
  number: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ '0': false, false: false, '1': true, true: true })[text.toLowerCase()],
  array: (text, list) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => read(part, bareOf((list.def as unknown as { element: z.ZodType }).element))), // a list has one
  record: fromJsonText,
}

function fromJsonText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a schema takes, without what fills it in before and makes of it afterwards; of several kinds the first, which is what a text can say. */
export function bareOf(schema: z.ZodType): z.ZodType {
  const {
    innerType,
    in: before,
    out,
    options,
  } = schema.def as Partial<Record<'innerType' | 'in' | 'out', z.ZodType>> & {
    options?: z.ZodType[]
  } // defaults and optionals have the first, transforms and unions the others
  const taken = before?.type === 'transform' ? out : before
  const inside = innerType ?? taken ?? options?.[0]
  return inside ? bareOf(inside) : schema
}
