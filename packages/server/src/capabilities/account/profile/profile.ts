/** What people change of themselves: names, username, primary address and number. Who may set what is the contract's to say; when, the instance's. */
import { errors, type frontendApi } from '@frontdesk/contract'
import type * as z from 'zod'
import { toJson } from '../../../database/columns.js'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Settings } from '../../ground/settings/settings.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { refuseReservedUsername } from '../../identity/users/reserved-usernames.js'
import { hasPrimary, lockUserRow, type UserChanges, type UserRow, updateUser } from '../../identity/users/users.js'
import { setPrimaryAddress } from '../../management/email-addresses/primary-address.js'
import { setPrimaryNumber } from '../../management/phone-numbers/primary-number.js'
import { setPrimaryWallet } from '../../management/web3-wallets/primary-wallet.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'

type Fields = z.output<typeof frontendApi.me.updateMe.shapes.body>

/**
 * Changes what is given and nothing else.
 * @throws `form_param_unknown` for what the instance has turned off, `form_param_nil` for emptying what it requires,
 * `form_identifier_exists`, `resource_not_found` and `form_param_value_invalid` for an address that can't become primary
 */
export async function updateProfile(instance: Instance, userId: string, fields: Fields, by: ChangedBy): Promise<UserRow> {
  for (const name of ['primary_email_address_id', 'primary_phone_number_id', 'primary_web3_wallet_id'] as const)
    if (fields[name] === null) throw errors.formParamNil(name)

  return transaction(instance, async (tx) => {
    const changes = changesOf(await presentSettings(tx), fields)
    const before = await lockUserRow(tx, userId)
    if (changes.username === null && !hasPrimary(before)) throw errors.lastIdentificationDeletionFailed()
    if (changes.username && changes.username !== before.username) refuseReservedUsername(tx, changes.username)
    let user = await updateUser(tx, userId, changes)
    if (fields.primary_email_address_id) user = await setPrimaryAddress(tx, user, fields.primary_email_address_id, { by })
    if (fields.primary_phone_number_id) user = await setPrimaryNumber(tx, user, fields.primary_phone_number_id)
    if (fields.primary_web3_wallet_id) user = await setPrimaryWallet(tx, user, fields.primary_web3_wallet_id)
    tx.tell('user.updated', user.id)
    return user
  })
}

function changesOf({ attributes }: Settings, fields: Fields): UserChanges {
  const asked = { username: attributes.username, first_name: attributes.firstName, last_name: attributes.lastName }
  const changes: UserChanges = {}
  for (const name of ['username', 'first_name', 'last_name'] as const) {
    const value = fields[name]
    if (value === undefined) continue
    if (asked[name] === 'off' && value !== null) throw errors.formParamUnknown(name)
    if (asked[name] === 'required' && value === null) throw errors.formParamNil(name)
    changes[name] = value
  }
  if (fields.unsafe_metadata) changes.unsafe_metadata = toJson(fields.unsafe_metadata)
  return changes
}
