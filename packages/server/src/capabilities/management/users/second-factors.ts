/** Second factors as servers see to them: their app vouches for what it gives, and takes away what people have lost. */
import { errors } from '@frontdesk/contract'
import { readTotpSecret } from '../../../crypto/totp.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { requireSecondFactorAgain } from '../../devices/sessions/finish-task.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import {
  checkBackupCode,
  claimBackupCode,
  digestBackupCodes,
  replaceBackupCodes,
} from '../../identity/backup-codes/backup-codes.js'
import { releaseNumbers } from '../../identity/phone-numbers/phone-numbers.js'
import { startCounting } from '../../identity/second-factors/guesses.js'
import { noteSecondFactor } from '../../identity/second-factors/second-factors.js'
import { checkTotp, claimTotp, findTotp, insertTotpSecrets, removeTotp } from '../../identity/totp/totp.js'
import { holds, noteHolding } from '../../identity/users/holdings.js'
import { requireUser, type UserRow } from '../../identity/users/users.js'
import { tellOwner } from '../../telling/notices/notices.js'

export interface GivenFactors {
  totpSecret: string | null
  /** Digests; null where none are given. */
  backupCodes: string[] | null
}

/** What a form gives, as it is stored. Call it outside of a transaction: it hashes. @throws `form_param_format_invalid` */
export async function givenFactors({
  totp_secret: secret,
  backup_codes: codes,
}: {
  totp_secret?: string | null | undefined
  backup_codes?: string[] | undefined
}): Promise<GivenFactors> {
  const totpSecret = secret ? readTotpSecret(secret) : null
  if (secret && !totpSecret)
    throw errors.formParamFormatInvalid('totp_secret', 'must be a secret in base32, of 16 characters or more')
  return { totpSecret, backupCodes: codes?.length ? await digestBackupCodes(codes) : null }
}

/** A secret takes the place of the one before; so do backup codes. */
export async function giveFactors(tx: Transaction, userId: string, { totpSecret, backupCodes }: GivenFactors): Promise<void> {
  if (totpSecret !== null) {
    await removeTotp(tx, userId)
    await insertTotpSecrets(tx, [{ userId, secret: totpSecret }])
    await noteSecondFactor(tx, userId, 'totp', true)
  }
  if (backupCodes !== null) await replaceBackupCodes(tx, userId, backupCodes)
  if (totpSecret === null && backupCodes === null) return
  await startCounting(tx, [userId])
  await endOpenSignIns(tx, userId)
}

/**
 * Checks a code of the authenticator app, or a backup code, which is used up. It locks nobody out, since the app is not the person who
 * guesses; the number of checks per minute and user is limited instead, by the route.
 * @throws `resource_not_found`, `totp_not_enabled`, `form_code_incorrect`
 */
export async function verifySecondFactor(instance: Instance, userId: string, code: string): Promise<'totp' | 'backup_code'> {
  const user = await requireUser(instance, userId)
  const totp = holds(user, 'totp') ? await findTotp(instance, userId) : null
  if (!totp && !holds(user, 'backup_code')) throw errors.totpNotEnabled()
  if (totp && /^\d{6}$/.test(code)) {
    const proof = checkTotp(instance, totp, code)
    await transaction(instance, (tx) => claimTotp(tx, proof))
    return 'totp'
  }
  const id = holds(user, 'backup_code') ? await checkBackupCode(instance, userId, code) : null
  if (id === null || !(await transaction(instance, (tx) => claimBackupCode(tx, userId, id)))) throw errors.formCodeIncorrect()
  return 'backup_code'
}

/** @throws `resource_not_found` */
export async function deleteTotp(instance: Instance, userId: string): Promise<void> {
  await requireUser(instance, userId)
  await transaction(instance, async (tx) => {
    const removed = await removeTotp(tx, userId)
    if (!removed?.verified_at) return
    await afterRemoval(tx, await noteSecondFactor(tx, userId, 'totp', false), 'totp_removed')
  })
}

/** @throws `resource_not_found` */
export async function deleteBackupCodes(instance: Instance, userId: string): Promise<void> {
  const user = await requireUser(instance, userId)
  if (!holds(user, 'backup_code')) return
  await transaction(instance, async (tx) => {
    await replaceBackupCodes(tx, userId, [])
    tx.tell('user.updated', userId)
  })
}

async function afterRemoval(tx: Transaction, user: UserRow, kind: 'totp_removed' | 'two_steps_removed'): Promise<void> {
  await requireSecondFactorAgain(tx, user.id)
  await tellOwner(tx, user.id, { kind }, null)
  tx.tell('user.updated', user.id)
}

/** Takes all second factors from a user; phone numbers stay, and are asked no more. @throws `resource_not_found` */
export async function disableTwoSteps(instance: Instance, userId: string): Promise<void> {
  await requireUser(instance, userId)
  await transaction(instance, async (tx) => {
    await removeTotp(tx, userId)
    await noteHolding(tx, userId, 'totp', false)
    await replaceBackupCodes(tx, userId, [])
    await afterRemoval(tx, await releaseNumbers(tx, userId), 'two_steps_removed')
  })
}
