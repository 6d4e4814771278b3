/**
 * Settings are what an instance decides, and may decide otherwise while it runs; options are what a process needs to run. A setting has
 * the value that code or the environment gives it, else the stored one, else the one it begins with.
 */
import { SettingsDocument } from '@frontdesk/contract'
import { camelCase, documentOf, type Layer, leaves } from './leaves.js'

type CamelCase<Text extends string> = Text extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Text

export type Camelized<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T & string as CamelCase<Key>]: Camelized<T[Key]> }
    : T

/** The document as code reads it: `settings.session.lifetimeSeconds`. */
export type Settings = Camelized<SettingsDocument>

/**
 * What holds where code fixes some leaves and others are stored. Lists count as a whole; allowed origins add up.
 * @throws ZodError for a stored value that this release does not take
 */
export function resolve(fixed: Layer, stored: Layer): SettingsDocument {
  const values: Layer = {}
  for (const { name, initially } of leaves) values[name] = fixed[name] ?? stored[name] ?? initially
  values.allowed_origins = [...new Set([fixed, stored].flatMap((layer) => (layer.allowed_origins as string[] | undefined) ?? []))]
  return SettingsDocument.parse(documentOf(values), { jitless: true }) // rarely used: not worth zod's compiling it
}

export const settingsOf = (document: SettingsDocument): Settings => camelized(document) as Settings

const camelized = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [camelCase(key), camelized(inner)]))
    : value
