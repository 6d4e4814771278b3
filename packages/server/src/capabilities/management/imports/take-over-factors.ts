/**
 * What imports of earlier releases kept of authenticator apps and backup codes, which those could not ask for, goes to where sign-ins ask
 * for it. Done as a server starts; of several nodes, each person is taken over by one.
 */
import { readTotpSecret } from '../../../crypto/totp.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { digestBackupCodes } from '../../identity/backup-codes/backup-codes.js'
import { factorsOf, takeSecondFactors, usersWithSecondFactors } from '../../identity/imported-factors/imported-factors.js'
import { findTotp } from '../../identity/totp/totp.js'
import { holds } from '../../identity/users/holdings.js'
import { lockUserRow } from '../../identity/users/users.js'
import { type GivenFactors, giveFactors } from '../users/second-factors.js'

const atOnce = 100

export async function takeOverFactors(instance: Instance): Promise<void> {
  for (;;) {
    const userIds = await usersWithSecondFactors(instance, atOnce)
    if (userIds.length === 0) return
    const kept = await factorsOf(instance, userIds)
    for (const userId of userIds) {
      const { totp_secret, backup_codes } = kept.get(userId) ?? {}
      const backupCodes = backup_codes ? await digestBackupCodes(backup_codes) : null
      const totpSecret = totp_secret ? readTotpSecret(totp_secret) : null
      await transaction(instance, (tx) => takeOver(tx, userId, { totpSecret, backupCodes }))
    }
  }
}

/** What somebody has set up here meanwhile stays. */
async function takeOver(tx: Transaction, userId: string, { totpSecret, backupCodes }: GivenFactors): Promise<void> {
  if (!(await takeSecondFactors(tx, userId))) return
  const user = await lockUserRow(tx, userId)
  const hasTotp = (await findTotp(tx, userId))?.verified_at != null
  await giveFactors(tx, userId, {
    totpSecret: hasTotp ? null : totpSecret,
    backupCodes: holds(user, 'backup_code') ? null : backupCodes,
  })
}
