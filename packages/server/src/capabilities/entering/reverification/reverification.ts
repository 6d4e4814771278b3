/**
 * A session is verified once more: its user shows who they are, by factors of their own account, before they do what a session left open
 * must not be enough for. It says something about this session only, and never makes another one.
 */
import { errors, type VerificationLevel } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import { requireStillProven, type VerifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { noteVerified } from '../../devices/sessions/reverified.js'
import type { SessionRow } from '../../devices/sessions/sessions.js'
import { requireAdmitted } from '../../identity/users/admission.js'
import { lockUserRow, type UserRow } from '../../identity/users/users.js'
import type { Claim, FactorParams, ReverificationSubject } from '../factors/factor.js'
import { factors, findReverification, findSecondFactor, hasSecondFactor } from '../factors/matrix.js'
import { accountOfUser } from '../sign-in/account.js'
import { checkAnswer, sendChallenge } from '../sign-in/steps.js'
import type { SessionVerificationsTable } from './tables.js'

export type SessionVerificationRow = SessionVerificationsTable
type Place = 'first' | 'second'

/** Whose session it is, and the browser that has it. */
export interface Owner {
  session: SessionRow
  user: UserRow
  device: Device
}

const lifetimeMilliseconds = 10 * 60_000

/** Begins anew; what was begun before for this session is over. Who has no second factor shows the first one. */
export async function startVerification(
  instance: Instance,
  { session, user }: Owner,
  asked: VerificationLevel,
): Promise<SessionVerificationRow> {
  const level = hasSecondFactor(instance.settings, user, factors) ? asked : 'first_factor'
  const row: SessionVerificationRow = {
    id: newId('sver'),
    session_id: session.id,
    level,
    status: level === 'second_factor' ? 'needs_second_factor' : 'needs_first_factor',
    first_factor_verification: null,
    second_factor_verification: null,
    identification_id: null,
    first_factor_verified_at: null,
    expire_at: instance.now() + lifetimeMilliseconds,
  }
  return transaction(instance, async (tx) => {
    await tx.db.deleteFrom('session_verifications').where('session_id', '=', session.id).execute()
    await insertRow(tx, 'session_verifications', row)
    return row
  })
}

/** @throws `verification_missing`, `strategy_for_user_invalid`, `resource_not_found`, `user_banned`, `user_locked`, `too_many_requests` */
export async function prepareAgain(
  instance: Instance,
  owner: Owner,
  place: Place,
  params: FactorParams & { strategy: string },
): Promise<SessionVerificationRow> {
  const { row, factor, about } = await openStep(instance, owner, place, params.strategy)
  return transaction(instance, async (tx) => {
    const { verification, identification_id } = await sendChallenge(tx, factor, about, params)
    return write(tx, row, { [`${place}_factor_verification`]: verification, identification_id })
  })
}

/** @throws as `prepareAgain` and the strategy's check do, `form_param_missing`; `signed_out` if the session ended meanwhile */
export async function attemptAgain(
  instance: Instance,
  owner: Owner,
  place: Place,
  params: FactorParams & { strategy: string },
): Promise<{ row: SessionVerificationRow; session: SessionRow }> {
  const { row, factor, about } = await openStep(instance, owner, place, params.strategy)
  const { session, user } = owner
  return instance.turns.take(user.id, async () => {
    const right = await checkAnswer<ReverificationSubject, Claim<VerifiedFactor>>(instance, factor, about, params)
    return transaction(instance, async (tx) => {
      const verified = await right.settle(tx)
      const status = place === 'first' && row.level === 'multi_factor' ? 'needs_second_factor' : 'complete'
      const after = await write(tx, row, {
        status,
        [`${place}_factor_verification`]: right.verification,
        ...(place === 'first' && { first_factor_verified_at: verified.verifiedAt }),
      })
      const fresh = await writeSession(tx, session, place, after, verified)
      const held = await lockUserRow(tx, user.id) // sessions are written before users, as everywhere
      requireAdmitted(tx, held)
      await requireStillProven(tx, verified, held)
      return { row: after, session: fresh }
    })
  })
}

/** Once all is shown that was asked for, and not before. A session that ended meanwhile stays ended. @throws `signed_out` */
async function writeSession(
  tx: Transaction,
  session: SessionRow,
  place: Place,
  { status, first_factor_verified_at }: SessionVerificationRow,
  { verifiedAt }: VerifiedFactor,
): Promise<SessionRow> {
  const times =
    status === 'complete'
      ? {
          ...(first_factor_verified_at !== null && { first_factor_verified_at }),
          ...(place === 'second' && { second_factor_verified_at: verifiedAt }),
          updated_at: tx.now(),
        }
      : {}
  const changes = { ...times, failed_attempts: 0, guesses_locked_until: null }
  return noteVerified(tx, session, changes)
}

const ofSession = prepared((db, sessionId: string) =>
  db.selectFrom('session_verifications').selectAll().where('session_id', '=', sessionId),
)

async function openStep(instance: Instance, { session, user, device }: Owner, place: Place, strategy: string) {
  const [row] = await ofSession(instance, session.id)
  if (!row || row.expire_at <= instance.now()) throw errors.verificationMissing()
  if (row.status === 'complete') throw errors.verificationAlreadyVerified()
  if (row.status !== `needs_${place}_factor`) throw errors.verificationMissing()
  const { settings } = instance
  const factor = place === 'first' ? findReverification(settings, strategy) : findSecondFactor(settings, user, strategy, factors)
  if (!factor) throw errors.strategyForUserInvalid()
  const about: ReverificationSubject = {
    id: row.id,
    account: await accountOfUser(instance, user),
    client: device.client,
    origin: device.origin,
    verification: row[`${place}_factor_verification`],
    identification_id: row.identification_id,
    session,
  }
  return { row, factor, about }
}

/** Only while it stands where it stood: two answers at once, or one to a verification that was begun again, count once. @throws `verification_missing` */
async function write(
  tx: Transaction,
  { id, status }: SessionVerificationRow,
  changes: Partial<SessionVerificationRow>,
): Promise<SessionVerificationRow> {
  const changed = await updateRow(tx, 'session_verifications', id, changes, { status })
  if (!changed) throw errors.verificationMissing()
  return changed
}
