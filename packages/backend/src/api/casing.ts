/** snake_case on the wire, camelCase in JavaScript; what the app itself stored keeps its own spelling. */

/** Members of answers that hold what the app wrote. */
const untouched = new Set(['public_metadata', 'private_metadata', 'unsafe_metadata', 'actor', 'claims', 'custom_attributes'])

/** The names that Clerk's SDK has for two members, in which they are not what the others are. */
export const otherNames = {
  external_verification_redirect_url: 'externalVerificationRedirectURL',
  code_type: 'code_type',
} as const

type Plain = Record<string, unknown>

/** An answer as JavaScript wants it, at any depth; `finish` may complete each object, which is given with what it was on the wire. */
export function toCamelCase(value: unknown, finish: (made: Plain, wire: Plain) => Plain = (made) => made): unknown {
  if (Array.isArray(value)) return value.map((item) => toCamelCase(item, finish))
  if (!isPlain(value)) return value
  const made = Object.entries(value).map(([name, inner]) => [
    otherNames[name as keyof typeof otherNames] ?? camelCase(name), // undefined for every other name
    untouched.has(name) ? inner : toCamelCase(inner, finish),
  ])
  return finish(Object.fromEntries(made), value)
}

/** Parameters as the wire wants them. What is inside a parameter stays as it is, unless `isDeep`: it may be the app's own. */
export function toSnakeCase(value: unknown, isDeep = false): unknown {
  if (Array.isArray(value)) return value.map((item) => toSnakeCase(item, isDeep))
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [snakeCase(name), isDeep ? toSnakeCase(inner, true) : inner]),
  )
}

export const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const snakeCase = (name: string) => name.replace(/ID\b/g, 'Id').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Whether it is an object as JSON has them, also of another realm: in Jest, answers come from outside of its sandbox. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
