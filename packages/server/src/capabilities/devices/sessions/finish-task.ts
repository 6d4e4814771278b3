/** What moves the tasks of sessions: they are done, or given anew. */
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import type { Transaction } from '../../../start/instance.js'
import { finishSession, type SessionRow } from './sessions.js'
import { hasTask, type Task } from './tasks.js'

/** The task is done in this session. */
export async function finishTask(tx: Transaction, session: SessionRow, task: Task): Promise<void> {
  if (hasTask(session, task)) await updateRow(tx, 'sessions', session.id, { tasks: without(session, task), updated_at: tx.now() })
}

/** A second factor was enrolled in this session, and so verified there. */
export async function noteEnrolment(tx: Transaction, session: SessionRow): Promise<void> {
  const now = tx.now()
  const changes = { tasks: without(session, 'setup-mfa'), second_factor_verified_at: now, updated_at: now }
  await updateRow(tx, 'sessions', session.id, changes)
  await endOthersWaiting(tx, session, 'setup-mfa')
}

/**
 * Ends the user's other sessions that wait for the task which was done in this one. Who began them proved no more than was asked for
 * before, and must not be let in by what the owner has done since.
 */
export async function endOthersWaiting(tx: Transaction, session: SessionRow, task: Task): Promise<void> {
  for (const other of await unended(tx, session.user_id))
    if (other.id !== session.id && hasTask(other, task)) await finishSession(tx, other, 'revoked')
}

/** All sessions of a user wait until a second factor is enrolled. */
export async function requireSecondFactorAgain(tx: Transaction, userId: string): Promise<void> {
  for (const session of await unended(tx, userId))
    if (!hasTask(session, 'setup-mfa'))
      await updateRow(tx, 'sessions', session.id, { tasks: `${session.tasks} setup-mfa`.trim(), updated_at: tx.now() })
}

const without = ({ tasks }: SessionRow, task: Task): string =>
  tasks
    .split(' ')
    .filter((other) => other !== task)
    .join(' ')

const unended = prepared((db, userId: string) =>
  db.selectFrom('sessions').selectAll().where('user_id', '=', userId).where('status', '=', 'active'),
)
