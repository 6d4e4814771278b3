/** Which second factors a user has. Backup codes stand in for another one, and are none by themselves. */
import type { Transaction } from '../../../start/instance.js'
import type { Settings } from '../../ground/settings/settings.js'
import { replaceBackupCodes } from '../backup-codes/backup-codes.js'
import { holds, noteHolding } from '../users/holdings.js'
import { requireUser, type UserRow, updateUser } from '../users/users.js'

type Holder = Pick<UserRow, 'holds'>
type SecondFactor = 'totp' | 'second_factor_phone' | 'passkey'

/** Whether a sign-in asks the user for more than the first factor. */
export const hasTwoFactors = ({ secondFactors }: Settings, user: Holder): boolean =>
  (secondFactors.totp && holds(user, 'totp')) ||
  (secondFactors.phoneCode && holds(user, 'second_factor_phone')) ||
  (secondFactors.passkey && holds(user, 'passkey'))

/**
 * Notes that the user has a second factor, or has it no more; with the last one the backup codes go, too. Call it in the transaction that
 * adds or removes it. Answers the user, locked until that ends.
 */
export async function noteSecondFactor(tx: Transaction, userId: string, kind: SecondFactor, has: boolean): Promise<UserRow> {
  const user = await noteHolding(tx, userId, kind, has)
  const isEnrolled = hasTwoFactors(tx.settings, user)
  if (!isEnrolled && holds(user, 'backup_code')) await replaceBackupCodes(tx, userId, [])
  const wasEnrolled = user.mfa_enabled_at !== null && user.mfa_disabled_at === null
  if (isEnrolled === wasEnrolled) return requireUser(tx, userId)
  const changes = isEnrolled ? { mfa_enabled_at: tx.now(), mfa_disabled_at: null } : { mfa_disabled_at: tx.now() }
  return updateUser(tx, userId, changes)
}
