/** Options and settings out of the environment: a variable's text as a value of the kind that its schema takes. */
import { variable } from '@frontdesk/contract/options'
import type * as z from 'zod'

/** Undefined where the variable is not set; a text that is no such value stays text, for the schema to refuse. */
export function fromVariable(name: string, schema: z.ZodType): unknown {
  const text = variable(name)
  return text === undefined ? undefined : (readers[bareOf(schema).type]?.(text) ?? text)
}

const readers: Partial<Record<z.ZodType['type'], (text: string) => unknown>> = {
  number: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ '0': false, false: false, '1': true, true: true })[text.toLowerCase()],
  array: (text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
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
