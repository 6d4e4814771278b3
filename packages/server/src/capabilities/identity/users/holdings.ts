/**
 * What a user has in other tables, noted in the user's own row: most people have an address and a password, and nothing else is asked for
 * about them. Whoever adds or removes such a row notes it in the same transaction.
 */
import { updateRow } from '../../../database/rows.js'
import type { Transaction } from '../../../start/instance.js'
import type { UsersTable } from './tables.js'
import { lockUserRow, type UserRow } from './users.js'

export type Holding =
  | 'phone_number'
  | 'web3_wallet'
  | 'passkey'
  | 'external_account'
  | 'totp'
  | 'backup_code'
  /** A phone number that codes of the second factor are sent to. */
  | 'second_factor_phone'

export const holds = ({ holds: held }: Pick<UsersTable, 'holds'>, kind: Holding): boolean => held.split(' ').includes(kind)

/** Answers the user as they then are, locked until this transaction ends. @throws `resource_not_found` */
export async function noteHolding(tx: Transaction, userId: string, kind: Holding, has: boolean): Promise<UserRow> {
  const user = await lockUserRow(tx, userId)
  if (holds(user, kind) === has) return user
  const others = user.holds.split(' ').filter((held) => held !== '' && held !== kind)
  const changes = { holds: (has ? [...others, kind] : others).join(' '), updated_at: tx.now() }
  return (await updateRow(tx, 'users', userId, changes)) ?? user // it is locked, so it is there
}
