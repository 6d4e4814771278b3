/**
 * What people set up for the second step of their sign-ins. The session in which they do so has verified it; what began before, elsewhere
 * and with less, ends.
 */
import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { noteVerifiedEnrolment, requireSecondFactorAgain } from '../../devices/sessions/finish-task.js'
import type { SessionRow } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { digestBackupCodes, newBackupCodes } from '../../identity/backup-codes/backup-codes.js'
import { firstBackupCodes, takeBackupCodes } from '../../identity/second-factors/first-backup-codes.js'
import { startCounting } from '../../identity/second-factors/guesses.js'
import { hasTwoFactors, noteSecondFactor } from '../../identity/second-factors/second-factors.js'
import { beginTotp, checkTotp, claimTotp, findTotp, removeTotp, type TotpRow, verifyTotp } from '../../identity/totp/totp.js'
import type { UserRow } from '../../identity/users/users.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** A secret for an authenticator app, in the place of one that was never verified. @throws `feature_not_enabled`, `totp_already_enabled` */
export async function beginOwnTotp(instance: Instance, user: UserRow): Promise<TotpRow> {
  if (!instance.settings.secondFactors.totp) throw errors.featureNotEnabled('totp')
  return transaction(instance, (tx) => beginTotp(tx, user.id))
}

/**
 * The app shows the right codes: from now on sign-ins ask for one. Answers the backup codes that came with it, where the user has none.
 * @throws `verification_missing`, `totp_already_enabled`, `form_code_incorrect`
 */
export async function verifyOwnTotp(
  instance: Instance,
  session: SessionRow,
  user: UserRow,
  code: string,
  by: ChangedBy,
): Promise<{ totp: TotpRow; codes: string[] | null }> {
  const begun = await findTotp(instance, user.id)
  if (!begun) throw errors.verificationMissing()
  if (begun.verified_at !== null) throw errors.totpAlreadyEnabled()
  const proof = checkTotp(instance, begun, code)
  const { codes, digests } = await firstBackupCodes(instance, user)

  return transaction(instance, async (tx) => {
    await claimTotp(tx, proof)
    const totp = await verifyTotp(tx, begun.id)
    await noteVerifiedEnrolment(tx, session)
    await noteSecondFactor(tx, user.id, 'totp', true)
    await startCounting(tx, [user.id])
    if (digests) await takeBackupCodes(tx, user.id, digests)
    await endOpenSignIns(tx, user.id)
    await tellOwner(tx, user.id, { kind: 'totp_added' }, by)
    tx.tell('user.updated', user.id)
    return { totp, codes }
  })
}

/** @throws `resource_not_found` */
export async function removeOwnTotp(instance: Instance, user: UserRow, by: ChangedBy): Promise<TotpRow> {
  return transaction(instance, async (tx) => {
    const removed = await removeTotp(tx, user.id)
    if (!removed) throw errors.resourceNotFound()
    if (removed.verified_at === null) return removed
    await noteSecondFactor(tx, user.id, 'totp', false)
    await requireSecondFactorAgain(tx, user.id)
    await tellOwner(tx, user.id, { kind: 'totp_removed' }, by)
    tx.tell('user.updated', user.id)
    return removed
  })
}

/** New codes in the place of the old ones. @throws `feature_not_enabled`, `second_factor_missing` */
export async function renewOwnBackupCodes(instance: Instance, user: UserRow, by: ChangedBy): Promise<string[]> {
  if (!instance.settings.secondFactors.backupCode) throw errors.featureNotEnabled('backup_code')
  if (!hasTwoFactors(instance.settings, user)) throw errors.secondFactorMissing()
  const codes = newBackupCodes()
  const digests = await digestBackupCodes(codes)

  return transaction(instance, async (tx) => {
    await takeBackupCodes(tx, user.id, digests)
    await tellOwner(tx, user.id, { kind: 'backup_codes_renewed' }, by)
    tx.tell('user.updated', user.id)
    return codes
  })
}
