import type { DeletedObject } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endSessionsOf } from '../../devices/sessions/sessions.js'
import { deleteImage } from '../../ground/images/images.js'
import { removeUser } from '../../identity/users/users.js'

/** Deletes the user with all that is theirs: sessions, addresses, attempts, image. @throws `resource_not_found` */
export const deleteUser = (instance: Instance, id: string): Promise<DeletedObject> =>
  transaction(instance, (tx) => deleteUserIn(tx, id))

/** The same, in a transaction that does more. @throws `resource_not_found` */
export async function deleteUserIn(tx: Transaction, id: string): Promise<DeletedObject> {
  await endSessionsOf(tx, id)
  await tx.renderEvents()
  const user = await removeUser(tx, id)
  if (user.image_id) await deleteImage(tx, user.image_id)
  const deleted: DeletedObject = {
    object: 'user',
    id,
    deleted: true,
    ...(user.external_id && { external_id: user.external_id }),
  }
  tx.tell('user.deleted', deleted)
  return deleted
}
