/**
 * What imports of earlier releases kept of authenticator apps, backup codes, phone numbers and accounts of other services, which those could
 * not ask for, goes to where sign-ins ask for it. Done as a server starts; of several nodes, each person is taken over by one.
 */
import { readPhoneNumber } from '../../../basics/phone-number.js'
import { readTotpSecret } from '../../../crypto/totp.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { digestBackupCodes } from '../../identity/backup-codes/backup-codes.js'
import {
  type FormerAccount,
  findExternalAccount,
  insertExternalAccounts,
} from '../../identity/external-accounts/external-accounts.js'
import {
  factorsOf,
  type ImportedFactors,
  takeFactors,
  usersWithFactors,
} from '../../identity/imported-factors/imported-factors.js'
import {
  addUnverifiedPhoneNumber,
  addVerifiedPhoneNumber,
  findVerifiedPhoneNumber,
  phoneNumbersOf,
  vouchedNumber,
} from '../../identity/phone-numbers/phone-numbers.js'
import { findTotp } from '../../identity/totp/totp.js'
import { holds, noteHolding } from '../../identity/users/holdings.js'
import { lockUserRow, updateUser } from '../../identity/users/users.js'
import { type GivenFactors, giveFactors } from '../users/second-factors.js'

const atOnce = 100

export async function takeOverFactors(instance: Instance): Promise<void> {
  for (;;) {
    const userIds = await usersWithFactors(instance, atOnce)
    if (userIds.length === 0) return
    const kept = await factorsOf(instance, userIds)
    for (const userId of userIds) {
      const { totp_secret, backup_codes, phone_numbers = [], external_accounts = [] } = kept.get(userId) ?? {}
      const backupCodes = backup_codes ? await digestBackupCodes(backup_codes) : null
      const totpSecret = totp_secret ? readTotpSecret(totp_secret) : null
      const numbers = await readable(instance, phone_numbers)
      await transaction(instance, async (tx) => {
        if (!(await takeFactors(tx, userId))) return
        await giveSecondFactors(tx, userId, { totpSecret, backupCodes })
        for (const number of numbers) await giveNumber(tx, userId, number)
        for (const { provider, ...account } of external_accounts)
          await giveAccount(tx, userId, { ...account, provider: provider.replace(/^oauth_/, '') })
      })
    }
  }
}

/** What somebody has set up here meanwhile stays. */
async function giveSecondFactors(tx: Transaction, userId: string, { totpSecret, backupCodes }: GivenFactors): Promise<void> {
  if (totpSecret === null && backupCodes === null) return
  const user = await lockUserRow(tx, userId)
  const hasTotp = (await findTotp(tx, userId))?.verified_at != null
  await giveFactors(tx, userId, {
    totpSecret: hasTotp ? null : totpSecret,
    backupCodes: holds(user, 'backup_code') ? null : backupCodes,
  })
}

type Number = NonNullable<ImportedFactors['phone_numbers']>[number]

async function readable({ settings }: Instance, numbers: Number[]): Promise<Number[]> {
  const read = await Promise.all(numbers.map(({ number }) => readPhoneNumber(number, settings.phoneNumbers.defaultCountry)))
  return numbers.flatMap((one, index) => (read[index] ? [{ ...one, number: read[index].number }] : []))
}

/** None is reserved for the second factor: whoever imported them agreed that the first one lets them in. */
async function giveNumber(tx: Transaction, userId: string, { number, verified }: Number): Promise<void> {
  const own = await phoneNumbersOf(tx, [userId])
  if (own.some(({ phone_number }) => phone_number === number) || (await findVerifiedPhoneNumber(tx, number))) return
  if (verified) {
    const { id } = await addVerifiedPhoneNumber(tx, userId, vouchedNumber(number))
    const user = await lockUserRow(tx, userId)
    if (user.primary_phone_number_id === null) await updateUser(tx, userId, { primary_phone_number_id: id })
  } else await addUnverifiedPhoneNumber(tx, userId, number)
}

async function giveAccount(tx: Transaction, userId: string, account: FormerAccount): Promise<void> {
  if (await findExternalAccount(tx, account)) return
  await insertExternalAccounts(tx, [{ userId, account, addedAt: tx.now() }])
  await noteHolding(tx, userId, 'external_account', true)
}
