/** Runs of imports. A run remembers how far it is, in the transactions of what it writes, so that it goes on behind that after any end. */
import { newId } from '../../../crypto/random.js'
import { flag, fromJson, toJson } from '../../../database/columns.js'
import { insertRow, insertRows, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Refused } from './check-person.js'
import type { ImportRunsTable } from './tables.js'

/** What became of the entries so far. */
export interface Tally {
  imported: number
  /** Who were there already, by id or external id, and were left as they are. */
  known: number
  refused: number
  /** Of those who were refused: had a second factor, without which nobody agreed to import them. */
  lackConsent: number
  /** Of those who were imported: */
  withPassword: number
  /** had a second factor, and are let in by the first now. */
  withoutSecondFactor: number
  /** have a phone number, an authenticator app or an account elsewhere that is kept for later. */
  keptFactors: number
  /** have no address that is verified, and no username. */
  unreachable: number
  /** had a picture, which stays where it is. */
  withoutPicture: number
  /** Unverified addresses that somebody else has verified. */
  leftOutAddresses: number
}

export const noTally: Tally = {
  imported: 0,
  known: 0,
  refused: 0,
  lackConsent: 0,
  withPassword: 0,
  withoutSecondFactor: 0,
  keptFactors: 0,
  unreachable: 0,
  withoutPicture: 0,
  leftOutAddresses: 0,
}

export interface Run extends Omit<ImportRunsTable, 'files' | 'tally' | 'tells'> {
  files: string[]
  tally: Tally
  tells: boolean
}

const runOf = (row: ImportRunsTable): Run => ({
  ...row,
  files: fromJson<string[]>(row.files),
  tally: fromJson<Tally>(row.tally),
  tells: row.tells === 1,
})

/** The run of these files that ended before its time, or a new one. */
export async function openRun(
  instance: Instance,
  { source, files, fingerprint, tells }: Pick<Run, 'source' | 'files' | 'fingerprint' | 'tells'>,
): Promise<Run> {
  const begun = await instance.db
    .selectFrom('import_runs')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .where('status', '=', 'running')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  if (begun) return runOf(begun)

  const now = instance.now()
  const row: ImportRunsTable = {
    id: newId('imp'),
    source,
    files: toJson(files),
    fingerprint,
    status: 'running',
    position: 0,
    tally: toJson(noTally),
    tells: flag(tells),
    created_at: now,
    updated_at: now,
  }
  await insertRow(instance, 'import_runs', row)
  return runOf(row)
}

/** Moves a run on, once. @throws an Error for people, when another process moves it, or it was undone */
export async function moveRun(tx: Transaction, run: Run, entries: number, tally: Tally): Promise<Run> {
  const moved = await updateRow(
    tx,
    'import_runs',
    run.id,
    { position: run.position + entries, tally: toJson(tally), updated_at: tx.now() },
    { position: run.position, status: 'running' },
  )
  if (!moved)
    throw new Error(
      `Another process goes on with the import ${run.id}, or has undone it. Nothing was lost: see \`npx frontdesk import list\`.`,
    )
  return runOf(moved)
}

export async function noteRefusals(tx: Transaction, run: Run, refused: Array<Refused & { position: number }>): Promise<void> {
  const rows = refused.map(({ position, place, who, reason }) => ({ run_id: run.id, position, place, who, reason }))
  await insertRows(tx, 'import_refusals', rows)
}

/** All that a run refused, in the order of the files. */
export async function* refusalsOf({ db }: Instance, runId: string): AsyncGenerator<Refused> {
  for (let position = -1; ; ) {
    const rows = await db
      .selectFrom('import_refusals')
      .selectAll()
      .where('run_id', '=', runId)
      .where('position', '>', position)
      .orderBy('position')
      .limit(1000)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    position = last.position
  }
}

/** The run is over, once its report was written. */
export async function finishRun(instance: Instance, run: Run): Promise<void> {
  await updateRow(instance, 'import_runs', run.id, { status: 'finished', updated_at: instance.now() }, { status: 'running' })
  await instance.db.deleteFrom('import_refusals').where('run_id', '=', run.id).execute()
}

/** No process goes on with it any more. */
export async function noteUndone(instance: Instance, run: Run): Promise<void> {
  await updateRow(instance, 'import_runs', run.id, { status: 'undone', updated_at: instance.now() })
  await instance.db.deleteFrom('import_refusals').where('run_id', '=', run.id).execute()
}

/** The newest first. */
export async function listRuns({ db }: Instance): Promise<Run[]> {
  return (await db.selectFrom('import_runs').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(100).execute()).map(
    runOf,
  )
}

export async function findRun({ db }: Instance, id: string): Promise<Run | null> {
  const row = await db.selectFrom('import_runs').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? runOf(row) : null
}
