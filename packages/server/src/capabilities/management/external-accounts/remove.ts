import { errors } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import {
  type ExternalAccountRow,
  findExternalAccountById,
  removeExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'

/** Takes a user's account away, and its tokens with it. @throws `resource_not_found`, for another user's account too */
export async function removeAccountOf(
  instance: Instance,
  userId: string,
  id: string,
  mayGo?: (tx: Transaction, account: ExternalAccountRow) => Promise<void>,
): Promise<string> {
  return transaction(instance, async (tx) => {
    const account = await findExternalAccountById(tx, id)
    if (account?.user_id !== userId) throw errors.resourceNotFound()
    await mayGo?.(tx, account)
    await removeExternalAccount(tx, account)
    tx.tell('user.updated', userId)
    return id
  })
}
