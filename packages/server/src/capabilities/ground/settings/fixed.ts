/** Settings that code or the environment fix. They can't be changed elsewhere; a refusal says where they are set. */
import * as z from 'zod'
import { type Layer, type Leaf, leaves, putAt, valueAt } from './leaves.js'

export interface FixedSettings {
  values: Layer
  /** Where each of them is set, by its name: `in code: session.lifetimeSeconds`. */
  places: Record<string, string>
}

/** The settings as `frontdesk()` takes them. A leaf that is left out is not fixed. */
export const SettingsInCode = z.strictObject(shapeInCode())

function shapeInCode(): Record<string, z.ZodType> {
  const shape: Record<string, unknown> = {}
  for (const { option, variable, schema } of leaves) putAt(shape, option, schema.optional().meta({ ...schema.meta(), variable }))
  return Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [
      name,
      value instanceof z.ZodType ? value : z.strictObject(value as Record<string, z.ZodType>).optional(), // a group of leaves
    ]),
  )
}

/** The settings that an app gives, completed with those of its environment. */
export function withVariables(given: Record<string, unknown>): Record<string, unknown> {
  const completed = { ...given }
  for (const leaf of leavesByVariable(given)) {
    const group = leaf.option.length > 1 ? given[leaf.option[0]!] : undefined
    if (group === undefined || (typeof group === 'object' && group !== null))
      putAt(completed, leaf.option, fromText(leaf.schema, process.env[leaf.variable]!)) // set: that is why it is among them
  }
  return completed
}

/** What is fixed by what an app gives; `parsed` is the same with its environment, checked. */
export function fixedSettings(given: Record<string, unknown>, parsed: Record<string, unknown>): FixedSettings {
  const values: Layer = {}
  const places: Record<string, string> = {}
  for (const { name, option, variable } of leaves) {
    const value = valueAt(parsed, option)
    if (value === undefined) continue
    values[name] = value
    places[name] = valueAt(given, option) === undefined ? `in ${variable}` : `in code: ${option.join('.')}`
  }
  return { values, places }
}

const leavesByVariable = (given: Record<string, unknown>): Leaf[] =>
  leaves.filter(({ option, variable }) => process.env[variable] && valueAt(given, option) === undefined)

/** A variable's text as a value of the schema's kind; any other text is left for the schema to refuse. */
function fromText(schema: z.ZodType, text: string): unknown {
  if (schema.type === 'number') return Number(text)
  if (schema.type === 'boolean') return switched(text)
  return schema.type === 'array' ? listed(text) : text
}

/** `true` or `false` as a boolean; any other text stays as it is. */
export const switched = (text: string) => ({ '0': false, false: false, '1': true, true: true })[text.toLowerCase()] ?? text

/** A comma-separated list. */
const listed = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
