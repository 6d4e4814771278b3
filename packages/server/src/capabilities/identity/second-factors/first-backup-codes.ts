/** Who sets up a second factor gets backup codes with it, where those are on and the user has none. */
import type { Instance, Transaction } from '../../../start/instance.js'
import { digestBackupCodes, newBackupCodes, replaceBackupCodes } from '../backup-codes/backup-codes.js'
import { holds } from '../users/holdings.js'
import type { UserRow } from '../users/users.js'
import { startCounting } from './guesses.js'

export interface FirstBackupCodes {
  /** To be shown once. */
  codes: string[] | null
  digests: string[] | null
}

export const noBackupCodes: FirstBackupCodes = { codes: null, digests: null }

/** Makes them, outside of any transaction. */
export async function firstBackupCodes({ settings }: Instance, user: UserRow): Promise<FirstBackupCodes> {
  if (!settings.secondFactors.backupCode || holds(user, 'backup_code')) return noBackupCodes
  const codes = newBackupCodes()
  return { codes, digests: await digestBackupCodes(codes) }
}

/** Call it in the transaction that notes the second factor. */
export async function takeBackupCodes(tx: Transaction, userId: string, digests: string[]): Promise<void> {
  await startCounting(tx, [userId])
  await replaceBackupCodes(tx, userId, digests)
}
