/** Which run of an import brought whom. */
import { padded } from '../../../database/padded.js'
import { insertRows } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { UserRow } from '../../identity/users/users.js'
import type { ImportedPeopleTable } from './tables.js'

/** Those of these users whom a run brought. */
export async function broughtBy({ db }: Instance, runId: string | null, userIds: string[]): Promise<Set<string>> {
  if (runId === null || userIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('imported_people')
    .select('user_id')
    .where('user_id', 'in', padded(userIds))
    .where('run_id', '=', runId)
    .execute()
  return new Set(rows.map(({ user_id }) => user_id))
}

export async function noteBrought(tx: Transaction, runId: string, users: UserRow[]): Promise<void> {
  const now = tx.now()
  const rows = users.map(({ id, updated_at }) => ({ user_id: id, run_id: runId, updated_at, created_at: now }))
  await insertRows(tx, 'imported_people', rows)
}

/** Some of those whom a run brought, by id, from behind one. */
export async function somePeopleOf(
  { db }: Instance,
  runId: string,
  afterId: string,
  limit: number,
): Promise<ImportedPeopleTable[]> {
  return db
    .selectFrom('imported_people')
    .selectAll()
    .where('run_id', '=', runId)
    .where('user_id', '>', afterId)
    .orderBy('user_id')
    .limit(limit)
    .execute()
}
