/**
 * Changes of the settings, from wherever they come. Each adds a version; of two that were decided on the same version the second is
 * refused. A setting that code or the environment fixes is changed there and nowhere else.
 */
import { isDeepStrictEqual } from 'node:util'
import { errors, type SettingsDocument, type SettingsPatch } from '@frontdesk/contract'
import type { Transaction } from '../../../start/instance.js'
import type { FixedSettings } from './fixed.js'
import { type Layer, layerOf, leaves, putAt } from './leaves.js'
import { resolve } from './settings.js'
import { clientsToStore, type FixedClients, type SocialClients } from './social.js'
import { type ChangedBy, documentOfVersion, lockStored, type StoredSettings, writeVersion } from './stored.js'

export interface ChangeRules extends ChangedBy {
  /** The version that the change was decided on. */
  expected?: number | undefined
  /** Only says what would change. */
  dryRun?: boolean | undefined
}

export interface SettingsChange {
  /** The version that holds from now on; the same as before when nothing changes. */
  version: number
  document: SettingsDocument
  changes: Array<{ name: string; from: unknown; to: unknown }>
}

/**
 * Sets what the patch names; null gives a setting its first value again. What has the same value already is not written, so a document that
 * was read may be written back.
 * @throws `setting_locked`, `precondition_failed` when there is another version than the expected one
 */
export async function changeSettings(tx: Transaction, patch: SettingsPatch, rules: ChangeRules): Promise<SettingsChange> {
  return change(tx, rules, ({ document }) => {
    const { values: fixed, places } = tx.options.fixed
    const present = layerOf(resolve(fixed, layerOf(document)))
    const next = structuredClone(document) // with what a newer release has set
    for (const [name, value] of Object.entries(layerOf(patch))) {
      if (isDeepStrictEqual(value, present[name])) continue
      const isList = name === 'allowed_origins'
      if (!isList && places[name] !== undefined) throw errors.settingLocked(name, places[name])
      const stored = value === null ? value : withoutFixedPart(tx.options.fixed, name, value)
      putAt(next, name.split('.'), stored ?? undefined) // which JSON leaves out
    }
    return next
  })
}

/** Sets again what was set in an earlier version. @throws `resource_not_found` for a version that never was */
export async function restoreSettings(tx: Transaction, version: number, rules: ChangeRules): Promise<SettingsChange> {
  const earlier = await documentOfVersion(tx, version)
  if (!earlier) throw errors.resourceNotFound()
  return change(tx, rules, () => earlier)
}

async function change(
  tx: Transaction,
  { expected, dryRun, ...by }: ChangeRules,
  decide: (stored: StoredSettings) => StoredSettings['document'],
): Promise<SettingsChange> {
  const stored = await lockStored(tx)
  if (expected !== undefined && expected !== stored.version) throw errors.preconditionFailed(stored.version)

  const document = decide(stored)
  const isSame = isDeepStrictEqual(layerOf(document), layerOf(stored.document))
  const version = isSame || dryRun ? stored.version : stored.version + 1
  const effective = (of: StoredSettings['document']) => resolve(tx.options.fixed.values, layerOf(of))
  const after = effective(document)
  if (version > stored.version) await writeVersion(tx, { version, document }, by)
  return { version, document: after, changes: changesBetween(effective(stored.document), after) }
}

function changesBetween(before: SettingsDocument, after: SettingsDocument): SettingsChange['changes'] {
  const [from, to] = [layerOf(before), layerOf(after)]
  return leaves
    .filter(({ name }) => !isDeepStrictEqual(from[name], to[name]))
    .map(({ name }) => ({ name, from: from[name], to: to[name] }))
}

/** What adds up to what code has is not stored as well: it would stay after code has dropped it. */
function withoutFixedPart({ values, places }: FixedSettings, name: string, value: unknown): unknown {
  if (name === 'allowed_origins') return withoutFixed(value as string[], values)
  if (name === 'social') return clientsToStore(value as SocialClients, (values.social ?? {}) as FixedClients['clients'], places)
  return value
}

const withoutFixed = (origins: string[], { allowed_origins: fixed = [] }: Layer) =>
  origins.filter((origin) => !(fixed as string[]).includes(origin))
