import type { DeletedObject } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import { deleteUserIn } from '../../management/users/delete-user.js'
import type { ChangedBy } from '../../telling/notices/notice-mail.js'
import { tellOwner } from '../../telling/notices/notices.js'

/** A person deletes their own account; the mail about it is what remains. @throws `resource_not_found` */
export async function deleteOwnAccount(instance: Instance, userId: string, by: ChangedBy): Promise<DeletedObject> {
  return transaction(instance, async (tx) => {
    await tellOwner(tx, userId, { kind: 'account_deleted' }, by)
    return deleteUserIn(tx, userId)
  })
}
