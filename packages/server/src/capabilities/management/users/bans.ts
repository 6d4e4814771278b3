/**
 * A banned user is signed out everywhere and can't sign in; sign-ins under way end. Sessions are written before users, here as at sign-in: two transactions that meet wait for each other in one direction only.
 */
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { endSessionsOf } from '../../devices/sessions/sessions.js'
import { endOpenSignIns } from '../../entering/sign-in/end-open.js'
import { type UserRow, updateUser } from '../../identity/users/users.js'

/** @throws `resource_not_found` */
export const banUser = (instance: Instance, id: string): Promise<UserRow> => transaction(instance, (tx) => ban(tx, id))

/** The sessions that the ban ended stay ended. @throws `resource_not_found` */
export const unbanUser = (instance: Instance, id: string): Promise<UserRow> => transaction(instance, (tx) => unban(tx, id))

/** All of them or, if one is unknown, none. @throws `resource_not_found` */
export const banUsers = (instance: Instance, ids: string[]): Promise<UserRow[]> => each(instance, ids, ban)

/** As `banUsers`. @throws `resource_not_found` */
export const unbanUsers = (instance: Instance, ids: string[]): Promise<UserRow[]> => each(instance, ids, unban)

async function ban(tx: Transaction, id: string): Promise<UserRow> {
  await endSessionsOf(tx, id)
  const user = await updateUser(tx, id, { banned: 1 })
  await endOpenSignIns(tx, id)
  tx.tell('user.updated', id)
  return user
}

async function unban(tx: Transaction, id: string): Promise<UserRow> {
  await endSessionsOf(tx, id) // one that a sign-in made in the moment of the ban
  const user = await updateUser(tx, id, { banned: 0 })
  tx.tell('user.updated', id)
  return user
}

const each = (instance: Instance, ids: string[], work: typeof ban): Promise<UserRow[]> =>
  transaction(instance, async (tx) => {
    const users: UserRow[] = []
    for (const id of [...new Set(ids)].sort()) users.push(await work(tx, id)) // in one order, so that two calls don't wait for each other
    return users
  })
