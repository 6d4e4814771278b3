/** The settings in the database, as versions of which the newest holds. */
import { sql } from 'kysely'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Queryable } from '../../../database/open.js'
import { prepared } from '../../../database/prepared.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Options } from '../../../start/options.js'
import { layerOf } from './leaves.js'
import { resolve, type Settings, settingsOf } from './settings.js'
import type { SettingsTable } from './tables.js'

/** What was set in a version, as a document that may lack any setting, or have some of a newer release. */
export interface StoredSettings {
  version: number
  document: Record<string, unknown>
}

/** The settings as a node holds them. */
export interface Snapshot {
  version: number
  settings: Settings
}

const newestOtherThan = prepared((db, known: number) =>
  db
    .selectFrom('heads')
    .leftJoin('settings', 'settings.version', 'heads.version')
    .select(['heads.version', 'settings.document'])
    .where('heads.name', '=', 'settings')
    .where('heads.version', '<>', known),
)

/** The newest version, unless it is the one that is known. */
async function readStored(on: Queryable, known = -1): Promise<StoredSettings | null> {
  const [row] = await newestOtherThan(on, known)
  return row ? { version: row.version, document: row.document === null ? {} : fromJson(row.document) } : null
}

export const requireStored = async (on: Queryable): Promise<StoredSettings> => (await readStored(on))! // a migration wrote it

/** The settings that hold, unless they are of the version that is known. @throws when a stored value is none of this release's */
export async function readSnapshot(on: Queryable, { fixed }: Options, known?: number): Promise<Snapshot | null> {
  const stored = await readStored(on, known)
  return stored && { version: stored.version, settings: settingsOf(resolve(fixed.values, layerOf(stored.document))) }
}

/** The settings as they are by now, for decisions that must not rest on how they were when the request began. */
export async function presentSettings(instance: Instance): Promise<Settings> {
  const found = await readSnapshot(instance, instance.options, instance.settingsVersion)
  return found?.settings ?? instance.settings
}

/** The newest version; it stays that until the transaction ends. */
export async function lockStored(tx: Transaction): Promise<StoredSettings> {
  await tx.db.updateTable('heads').set({ version: sql`version` }).where('name', '=', 'settings').execute()
  return requireStored(tx)
}

export interface ChangedBy {
  /** Such as `secret_key` or `cli`. */
  actor: string
  reason?: string | null | undefined
}

/** What it takes to add a version. */
export type Versioned = Pick<Instance, 'db' | 'now'>

/** Adds a version after the one that is held by `lockStored`. */
export async function writeVersion(tx: Versioned, { version, document }: StoredSettings, by: ChangedBy): Promise<void> {
  await tx.db
    .insertInto('settings')
    .values({
      version,
      document: toJson(document),
      changed_by: by.actor,
      changed_at: tx.now(),
      reason: by.reason ?? null,
    })
    .execute()
  await tx.db.updateTable('heads').set({ version }).where('name', '=', 'settings').execute()
}

/** Newest first. */
export const listVersions = ({ db }: Queryable, limit: number): Promise<Omit<SettingsTable, 'document'>[]> =>
  db
    .selectFrom('settings')
    .select(['version', 'changed_by', 'changed_at', 'reason'])
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()

/** What was set in a version; version 0 is the one before the first change. Null for one that never was. */
export async function documentOfVersion({ db }: Queryable, version: number): Promise<StoredSettings['document'] | null> {
  if (version === 0) return {}
  const row = await db.selectFrom('settings').select('document').where('version', '=', version).executeTakeFirst()
  return row ? fromJson(row.document) : null
}
