/** Takes an import back: who was not changed since, and has not signed in, is deleted with all that belongs to them. */
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { deleteImage } from '../../ground/images/images.js'
import { emailAddressesOf } from '../../identity/email-addresses/email-addresses.js'
import { lockUserRows, removeUsers, type UserRow } from '../../identity/users/users.js'
import { somePeopleOf } from './brought.js'
import { findRun, noteUndone, type Run } from './runs.js'
import type { ImportedPeopleTable } from './tables.js'

export interface Undone {
  removed: number
  /** Who has signed in or was changed since. */
  kept: number
}

const atOnce = 200

/**
 * Removes those whom a run brought, some at a time; `changedToo` spares nobody. Once it has begun no process goes on with the run. Told as
 * the run itself was.
 */
export async function undoImport(
  instance: Instance,
  runId: string,
  { changedToo, onProgress }: { changedToo: boolean; onProgress?: (sofar: Undone) => void },
): Promise<Undone> {
  const run = await findRun(instance, runId)
  if (!run) throw new Error(`There is no import ${runId}: \`npx frontdesk import list\` shows all.`)
  await noteUndone(instance, run)

  const undone: Undone = { removed: 0, kept: 0 }
  for (let afterId = ''; ; ) {
    const people = await somePeopleOf(instance, run.id, afterId, atOnce)
    if (people.length === 0) return undone
    const removed = await transaction(instance, (tx) => removeThose(tx, run, people, changedToo))
    undone.removed += removed
    undone.kept += people.length - removed
    onProgress?.(undone)
    afterId = people.at(-1)!.user_id
  }
}

async function removeThose(tx: Transaction, run: Run, people: ImportedPeopleTable[], changedToo: boolean): Promise<number> {
  const users = await lockUserRows(tx, people.map(({ user_id }) => user_id)) // biome-ignore format: one thought
  const going = changedToo ? users : await unchangedAmong(tx, users, people)
  if (going.length === 0) return 0
  for (const { image_id } of going) if (image_id) await deleteImage(tx, image_id)
  const removed = await removeUsers(tx, going.map(({ id }) => id)) // biome-ignore format: one thought
  if (run.tells)
    for (const { id, external_id } of going)
      tx.tell('user.deleted', { object: 'user', id, deleted: true, ...(external_id && { external_id }) })
  return removed
}

async function unchangedAmong(tx: Transaction, users: UserRow[], people: ImportedPeopleTable[]): Promise<UserRow[]> {
  const brought = new Map(people.map((person) => [person.user_id, person]))
  const changed = new Set<string>()
  for (const { user_id, created_at, updated_at } of await emailAddressesOf(tx, [...brought.keys()]))
    if (Math.max(created_at, updated_at) > brought.get(user_id)!.created_at) changed.add(user_id)
  return users.filter(({ id, updated_at, last_active_at, last_sign_in_at }) => {
    const asBrought = brought.get(id)! // they are its users
    const wasActive = Math.max(last_active_at ?? 0, last_sign_in_at ?? 0) > asBrought.created_at
    return updated_at === asBrought.updated_at && !wasActive && !changed.has(id)
  })
}
