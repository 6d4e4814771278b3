/** Metadata is the app's own JSON on a user: public, private, and unsafe, which the user may write too. */
import { errors, isTooMuchMetadata, maxMetadataKilobytes } from '@frontdesk/contract'
import { fromJson, toJson } from '../../../database/columns.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { lockUserRow, type UserRow, updateUser } from './users.js'

type Metadata = Record<string, unknown>
type Kind = 'public_metadata' | 'private_metadata' | 'unsafe_metadata'
export type MetadataChanges = { [kind in Kind]?: Metadata | undefined }

const kinds: Kind[] = ['public_metadata', 'private_metadata', 'unsafe_metadata']

const { ofUsers, ofServers } = maxMetadataKilobytes

/** Merges into what is there, at every depth; null removes a key. @throws `resource_not_found`, `form_param_format_invalid` */
export const mergeUserMetadata = (instance: Instance, id: string, changes: MetadataChanges): Promise<UserRow> =>
  writeMetadata(instance, id, changes, mergeMetadata, ofServers)

/** The same for what users write themselves, which may be less. @throws as above */
export const mergeOwnMetadata = (
  instance: Instance,
  id: string,
  changes: Pick<MetadataChanges, 'unsafe_metadata'>,
): Promise<UserRow> => writeMetadata(instance, id, changes, mergeMetadata, ofUsers)

/** Replaces each kind that is given. @throws `resource_not_found` */
export const replaceUserMetadata = (instance: Instance, id: string, changes: MetadataChanges): Promise<UserRow> =>
  writeMetadata(instance, id, changes, (_current, replacement) => replacement, ofServers)

async function writeMetadata(
  instance: Instance,
  id: string,
  changes: MetadataChanges,
  combine: (current: Metadata, change: Metadata) => Metadata,
  maxKilobytes: number,
): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    const user = await lockUserRow(tx, id) // of two merges at once, neither is lost
    const given = kinds.flatMap((kind) => (changes[kind] ? [{ kind, change: changes[kind] }] : []))
    if (given.length === 0) return user

    const columns = given.map(({ kind, change }) => {
      const text = toJson(combine(fromJson<Metadata>(user[kind]), change))
      if (isTooMuchMetadata(text, maxKilobytes)) throw errors.formParamFormatInvalid(kind, `is larger than ${maxKilobytes} KB`)
      return [kind, text]
    })
    const updated = await updateUser(tx, id, Object.fromEntries(columns))
    tx.tell('user.updated', updated.id)
    return updated
  })
}

/** Objects are merged at every depth, everything else is replaced, and null removes. */
export function mergeMetadata(current: Metadata, changes: Metadata): Metadata {
  const merged = new Map(Object.entries(current))
  for (const [key, change] of Object.entries(changes)) {
    const known = merged.get(key)
    if (change === null) merged.delete(key)
    else merged.set(key, isObject(change) ? mergeMetadata(isObject(known) ? known : {}, change) : change)
  }
  return Object.fromEntries(merged)
}

const isObject = (value: unknown): value is Metadata => typeof value === 'object' && value !== null && !Array.isArray(value)
