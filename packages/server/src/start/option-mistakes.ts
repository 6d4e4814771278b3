/** What is wrong with options or settings, in words for the person who set them: the name, what it must be, what works, and what it is instead. */
import { nearest, shown } from '@frontdesk/contract/options'
import * as z from 'zod'

/** As JSON Schema and the schema's own `meta()` describe it. */
interface Described {
  type?: string
  enum?: string[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  items?: Described
  properties?: Record<string, Described>
  /** Of what may be null, too. */
  anyOf?: Described[]
  variable?: string
  default?: unknown
  initially?: unknown
  example?: unknown
  isSecret?: boolean
}

/** How every mistake in the options begins. */
export const needChange = "Frontdesk's options need a change:"

/** Pass it to `safeParse`: without words of its own, what a schema takes is told from its description. */
export const noWords = { error: () => '', reportInput: true } as const

/** A line for each mistake. `schemas` are those that the issues came from; an unknown name is compared with the names in them. */
export function mistakeLines(issues: z.core.$ZodIssue[], schemas: z.ZodType[]): string {
  const parts = schemas.map((schema) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described)
  const whole: Described = { type: 'object', properties: Object.assign({}, ...parts.map(({ properties }) => properties)) }
  const first = issues.filter(({ path }, at) => issues.findIndex((other) => String(other.path) === String(path)) === at) // the others follow from it
  return first.flatMap((issue) => linesFor(issue, whole).map((line) => `  ${line}`)).join('\n')
}

function linesFor(issue: z.core.$ZodIssue, whole: Described): string[] {
  const name = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknown(name, key, whole))

  const described = at(issue.path, whole)
  const { variable } = issue.path.length > 1 && !described.variable ? at(issue.path.slice(0, -1), whole) : described // an entry has its list's
  const said = issue.message || `must be ${kindOf(described)}`
  const example = exampleOf(described)
  const ending = [
    example !== undefined && !said.includes('such as') && `, such as ${example}`,
    !described.isSecret && !said.includes(', not ') && `, not ${shown(issue.input)}`,
    variable && ` (${variable})`,
  ]
  return [`${name || 'options'}: ${said}${ending.filter(Boolean).join('')}`]
}

function unknown(name: string, key: string, whole: Described): string {
  const inside = Object.keys(at(name ? name.split('.') : [], whole).properties ?? {})
  const near = nearest(key, inside)
  const guess = near ? [name, near].filter(Boolean).join('.') : nearest(key, namesIn(whole))
  return `${name || 'options'}: there is no ${key}. ${guess ? `Did you mean ${guess}?` : `There are ${inside.join(', ')}.`}`
}

/** All names, dotted. */
function namesIn({ properties = {} }: Described): string[] {
  return Object.entries(properties).flatMap(([name, inner]) => [name, ...namesIn(inner).map((further) => `${name}.${further}`)])
}

/** What a path leads to, within lists the entry. */
function at([name, ...rest]: PropertyKey[], described: Described): Described {
  const inside = described.anyOf?.find(({ type }) => type !== 'null')
  if (inside) return at(name === undefined ? [] : [name, ...rest], { ...described, anyOf: undefined, ...inside } as Described)
  if (name === undefined) return described
  const [example] = Array.isArray(described.example) ? described.example : []
  return at(rest, described.properties?.[String(name)] ?? { ...described.items, example })
}

function kindOf({ enum: choices, type = 'function', ...range }: Described): string {
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(' or ')
  if (type === 'integer' || type === 'number') return `${type === 'integer' ? 'a whole number' : 'a number'}${boundsOf(range)}`
  if (type === 'string') return range.maxLength ? `text of at most ${range.maxLength} characters` : 'text'
  return kinds[type] ?? type
}

const kinds: Record<string, string> = {
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of options',
  function: 'a function',
}

/** The bounds that were chosen; JSON Schema also names those of every safe integer. */
function boundsOf({ minimum, exclusiveMinimum, maximum }: Described): string {
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1
  const isChosen = (bound: number | undefined) =>
    bound !== undefined && Number.isSafeInteger(bound) && Math.abs(bound) !== Number.MAX_SAFE_INTEGER
  return `${isChosen(least) ? ` from ${least}` : ''}${isChosen(maximum) ? ` up to ${maximum}` : ''}`
}

function exampleOf({
  type,
  enum: choices,
  properties,
  example,
  initially,
  default: value = initially,
}: Described): string | undefined {
  if (choices || type === 'boolean') return undefined // all that they may be is said already
  if (properties) return `{ ${Object.entries(properties).flatMap(written)[0]} }`
  const one = example ?? value
  if (one === undefined) return undefined
  return typeof one === 'string' ? one : inCode(one)
}

/** `from: 'no-reply@example.com'`, where there is something to write. */
function written([name, described]: [string, Described]): string[] {
  const one = described.example ?? described.initially ?? described.default ?? described.enum?.[0]
  return one === undefined ? [] : [`${name}: ${inCode(one)}`]
}

function inCode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inCode).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${inCode(inner)}`)
      .join(', ')} }`
  return typeof value === 'string' ? `'${value}'` : String(value)
}
