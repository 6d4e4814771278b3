/** What moves the tasks of sessions: they are done, or given anew. */
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import type { Transaction } from '../../../start/instance.js'
import { hasTwoFactors } from '../../identity/second-factors/second-factors.js'
import { requireUser } from '../../identity/users/users.js'
import { finishSession, type SessionRow } from './sessions.js'
import { hasTask, type Task } from './tasks.js'

/** The task is done in this session. */
export async function finishTask(tx: Transaction, session: SessionRow, task: Task): Promise<void> {
  if (hasTask(session, task)) await updateRow(tx, 'sessions', session.id, { tasks: without(session, task), updated_at: tx.now() })
}

/** A second factor was enrolled in this session, of what its user has shown before. */
export async function noteEnrolment(tx: Transaction, session: SessionRow): Promise<void> {
  await finishTask(tx, session, 'setup-mfa')
  await endOthersWaiting(tx, session, 'setup-mfa')
}

/** One was enrolled, and so verified there. */
export async function noteVerifiedEnrolment(tx: Transaction, session: SessionRow): Promise<void> {
  await updateRow(tx, 'sessions', session.id, { second_factor_verified_at: tx.now(), updated_at: tx.now() })
  await noteEnrolment(tx, session)
}

/**
 * Ends the user's other sessions that wait for the task which was done in this one. Who began them proved no more than was asked for
 * before, and must not be let in by what the owner has done since.
 */
export async function endOthersWaiting(tx: Transaction, session: SessionRow, task: Task): Promise<void> {
  for (const other of await unended(tx, session.user_id))
    if (other.id !== session.id && hasTask(other, task)) await finishSession(tx, other, 'revoked')
}

/** Where a second factor is required, all sessions of whoever has given up their last one wait until another is enrolled. */
export async function requireSecondFactorAgain(tx: Transaction, userId: string): Promise<void> {
  if (!tx.settings.secondFactors.required || hasTwoFactors(tx.settings, await requireUser(tx, userId))) return
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
