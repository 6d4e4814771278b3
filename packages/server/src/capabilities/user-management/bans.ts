/**
 * A banned user is signed out everywhere and can't sign in; sign-ins under way end. Sessions are written before users, here as at sign-in: two transactions that meet wait for each other in one direction only.
 */
import { type Instance, transaction } from '../../instance.js'
import { endSessionsOf } from '../sessions/sessions.js'
import { endOpenSignIns } from '../sign-in/end-open.js'
import { type UserRow, updateUser } from '../users/users.js'

/** @throws `resource_not_found` */
export async function banUser(instance: Instance, id: string): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    await endSessionsOf(tx, id)
    const user = await updateUser(tx, id, { banned: 1 })
    await endOpenSignIns(tx, id)
    tx.tell('user.updated', user.id)
    return user
  })
}

/** The sessions that the ban ended stay ended. @throws `resource_not_found` */
export async function unbanUser(instance: Instance, id: string): Promise<UserRow> {
  return transaction(instance, async (tx) => {
    await endSessionsOf(tx, id) // one that a sign-in made in the moment of the ban
    const user = await updateUser(tx, id, { banned: 0 })
    tx.tell('user.updated', user.id)
    return user
  })
}
