import type { DeletedObject } from '@frontdesk/contract'
import { type Instance, transaction } from '../../instance.js'
import type { ChangedBy } from '../notices/notice-mail.js'
import { tellOwner } from '../notices/notices.js'
import { deleteUserIn } from '../user-management/delete-user.js'

/** A person deletes their own account; the mail about it is what remains. @throws `resource_not_found` */
export async function deleteOwnAccount(instance: Instance, userId: string, by: ChangedBy): Promise<DeletedObject> {
  return transaction(instance, async (tx) => {
    await tellOwner(tx, userId, { kind: 'account_deleted' }, by)
    return deleteUserIn(tx, userId)
  })
}
