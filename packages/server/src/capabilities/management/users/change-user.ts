import { type backendApi, errors } from '@frontdesk/contract'
import type * as z from 'zod'
import { flag, toJson } from '../../../database/columns.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { endSessionsOf } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { chooserOf } from '../../identity/passwords/personal.js'
import { notePasswordKind } from '../../identity/users/password-kinds.js'
import { refuseImitatedUsername } from '../../identity/users/reserved-usernames.js'
import { hasPrimary, requireUser, type UserChanges, type UserRow, updateUser } from '../../identity/users/users.js'
import { setPrimaryAddress } from '../email-addresses/primary-address.js'
import { setPrimaryNumber } from '../phone-numbers/primary-number.js'
import { setPrimaryWallet } from '../web3-wallets/primary-wallet.js'
import { passwordDigestOf } from './password-digest.js'
import { giveFactors, givenFactors } from './second-factors.js'

type Fields = z.output<typeof backendApi.users.updateUser.shapes.body>

/**
 * Changes what is given and nothing else. Names, username and external id are removed by null.
 * @throws `resource_not_found`, `form_identifier_exists`, `feature_not_enabled`, `identification_deletion_failed`
 */
export async function changeUser(instance: Instance, id: string, fields: Fields): Promise<UserRow> {
  const before = await requireUser(instance, id)
  if (fields.profile_image_id) throw errors.featureNotEnabled('profile_image_id') // what is dropped in silence is lost
  if (fields.username) refuseImitatedUsername(instance, fields.username)
  const digest = await passwordDigestOf(instance, fields, () => chooserOf(instance, { ...before, ...columnsOf(fields) }))
  const factors = await givenFactors(fields)
  if (fields.sign_out_of_other_sessions && digest === null) throw errors.formParamMissing('password')

  return transaction(instance, async (tx) => {
    if (fields.sign_out_of_other_sessions) await endSessionsOf(tx, id)
    await giveFactors(tx, id, factors)
    const password =
      digest === null ? {} : { password_digest: digest, password_updated_at: tx.now(), password_compromised: flag(false) }
    let user = await updateUser(tx, id, { ...columnsOf(fields), ...password })
    if (digest !== null) {
      await notePasswordKind(tx, digest)
      await endOpenSignIns(tx, id)
    }
    if (fields.primary_email_address_id)
      user = await setPrimaryAddress(
        tx,
        user,
        fields.primary_email_address_id,
        fields.notify_primary_email_address_changed ? { by: null } : null,
      )
    if (fields.primary_phone_number_id) user = await setPrimaryNumber(tx, user, fields.primary_phone_number_id)
    if (fields.primary_web3_wallet_id) user = await setPrimaryWallet(tx, user, fields.primary_web3_wallet_id)
    if (fields.username === null && !hasPrimary(user)) throw errors.lastIdentificationDeletionFailed()
    tx.tell('user.updated', user.id)
    return user
  })
}

/** Null clears a field that may be empty, and leaves the others as they are. */
function columnsOf(fields: Fields): UserChanges {
  const changes: UserChanges = {}
  for (const name of ['external_id', 'first_name', 'last_name', 'username', 'locale', 'timezone', 'legal_accepted_at'] as const)
    if (fields[name] !== undefined) Object.assign(changes, { [name]: fields[name] })
  if (fields.create_organizations_limit !== undefined) changes.create_organizations_limit = fields.create_organizations_limit
  for (const name of ['delete_self_enabled', 'create_organization_enabled', 'bypass_client_trust'] as const) {
    const value = fields[name]
    if (typeof value === 'boolean') changes[name] = flag(value)
  }
  for (const name of ['public_metadata', 'private_metadata', 'unsafe_metadata'] as const) {
    const value = fields[name]
    if (value) changes[name] = toJson(value)
  }
  if (typeof fields.created_at === 'number') changes.created_at = fields.created_at
  return changes
}
