/** snake_case on the wire, camelCase in JavaScript; what the app itself stored keeps its own spelling. */

const untouched = new Set([
  'public_metadata',
  'private_metadata',
  'unsafe_metadata',
  'publicMetadata',
  'privateMetadata',
  'unsafeMetadata',
  'claims',
  'actor',
  'request_headers',
  'requestHeaders',
])

export const toCamelCase = (value: unknown): unknown =>
  convert(value, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
export const toSnakeCase = (value: unknown): unknown =>
  convert(value, (name) => name.replace(/ID\b/g, 'Id').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

function convert(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, rename))
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [rename(name), untouched.has(name) ? inner : convert(inner, rename)]),
  )
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
