/**
 * Settings are what an instance decides, and may decide otherwise while it runs; options are what a process needs to run. A setting has
 * the value that code or the environment gives it, else the stored one, else the one it begins with.
 */
import { SettingsDocument } from '@frontdesk/contract'
import { camelCase, documentOf, type Layer, leaves, putAt, valueAt } from './leaves.js'
import { allClients } from './social.js'

type CamelCase<Text extends string> = Text extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Text

/** What has any names, as claims have, keeps them. */
export type Camelized<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { [Key in keyof T & string as CamelCase<Key>]: Camelized<T[Key]> }
    : T

/** The document as code reads it: `settings.session.lifetimeSeconds`. */
export type Settings = Camelized<SettingsDocument>

/**
 * What holds where code fixes some leaves and others are stored. Lists count as a whole; allowed origins and clients at providers add up.
 * @throws ZodError for a stored value that this release does not take
 */
export function resolve(fixed: Layer, stored: Layer): SettingsDocument {
  const values: Layer = {}
  for (const { name, initially } of leaves) values[name] = fixed[name] ?? stored[name] ?? initially
  values.allowed_origins = [...new Set([fixed, stored].flatMap((layer) => (layer.allowed_origins as string[] | undefined) ?? []))]
  values.social = allClients(fixed.social, stored.social)
  return SettingsDocument.parse(documentOf(values), { jitless: true }) // rarely used: not worth zod's compiling it
}

export function settingsOf(document: SettingsDocument): Settings {
  const settings: Record<string, unknown> = {}
  for (const { name } of leaves) putAt(settings, name.split('.').map(camelCase), valueAt(document, name.split('.')))
  return settings as Settings
}
