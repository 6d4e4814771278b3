import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { findPasskey, removePasskey } from '../../identity/passkeys/passkeys.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** Takes a passkey from a user, who is told. @throws `resource_not_found`, also for a passkey of somebody else */
export async function deleteUserPasskey(instance: Instance, userId: string, id: string): Promise<void> {
  const passkey = await findPasskey(instance, id)
  if (passkey?.user_id !== userId) throw errors.resourceNotFound()
  await transaction(instance, async (tx) => {
    await removePasskey(tx, passkey)
    await endOpenSignIns(tx, userId)
    await tellOwner(tx, userId, { kind: 'passkey_removed' }, null)
    tx.tell('user.updated', userId)
  })
}
