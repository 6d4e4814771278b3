/**
 * The settings one by one: what each is called on the wire, in code and in the environment. A layer (what is stored, what code says) holds
 * the values of those that it sets, by their names on the wire.
 */
import { SettingsDocument } from '@frontdesk/contract'
import * as z from 'zod'

export interface Leaf {
  /** Its name on the wire: `session.lifetime_seconds`. */
  name: string
  /** Where the options of `frontdesk()` have it: `['session', 'lifetimeSeconds']`. */
  option: string[]
  /** `FRONTDESK_SESSION_LIFETIME_SECONDS`. */
  variable: string
  schema: z.ZodType
  /** Its value until somebody sets another. */
  initially: unknown
}

export type Layer = Record<string, unknown>

/** Options that keep a shorter name than the setting has. */
const shorterOptions: Record<string, string[]> = { 'branding.application_name': ['applicationName'] }

/** Settings that keep a shorter variable. */
const shorterVariables: Record<string, string> = {
  'outbound.private_hosts': 'FRONTDESK_PRIVATE_HOSTS',
  'webhooks.retry_seconds': 'FRONTDESK_WEBHOOK_RETRIES',
  'webhooks.operator_email': 'FRONTDESK_OPERATOR_EMAIL',
}

export const leaves: Leaf[] = leavesOf(SettingsDocument.shape, [])

function leavesOf(shape: Record<string, z.ZodType>, above: string[]): Leaf[] {
  return Object.entries(shape).flatMap(([key, schema]) => {
    const path = [...above, key]
    if (schema instanceof z.ZodObject) return leavesOf(schema.shape, path)
    const name = path.join('.')
    return {
      name,
      option: shorterOptions[name] ?? path.map(camelCase),
      variable: shorterVariables[name] ?? `FRONTDESK_${path.join('_').toUpperCase()}`,
      schema,
      initially: schema.meta()?.initially,
    }
  })
}

/** What stands at the end of a path; undefined where there is nothing. */
export const valueAt = (object: unknown, path: string[]): unknown =>
  path.reduce((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), object)

/** The leaves that a document has, by their names; what else is in it is left out. */
export function layerOf(document: unknown): Layer {
  const found = leaves.map(({ name }) => [name, valueAt(document, name.split('.'))] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

/** A layer as a document. */
export function documentOf(layer: Layer): Record<string, unknown> {
  const document: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(layer)) putAt(document, name.split('.'), value)
  return document
}

/** Writes a value at the end of a path, and the objects that lead there. */
export function putAt(object: Record<string, unknown>, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) object[key!] = value
  else {
    const inner = { ...(object[key!] as object | undefined) } // a copy: the original is somebody else's
    object[key!] = inner
    putAt(inner, rest, value)
  }
}

/** What is given, with `valueFor` each leaf that it leaves open. A group that is no object stays as it is, for the schema to refuse. */
export function complete<Leaf extends { option: string[] }>(
  given: Record<string, unknown>,
  leaves: Leaf[],
  valueFor: (leaf: Leaf) => unknown,
): Record<string, unknown> {
  const completed = { ...given }
  for (const leaf of leaves.filter(({ option }) => valueAt(given, option) === undefined)) {
    const group = leaf.option.length > 1 ? given[leaf.option[0]!] : undefined
    const value = valueFor(leaf)
    if (value !== undefined && (group === undefined || (typeof group === 'object' && group !== null)))
      putAt(completed, leaf.option, value)
  }
  return completed
}

export function camelCase(text: string): string {
  return text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
