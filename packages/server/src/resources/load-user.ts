import type { BackendUser, User } from '@frontdesk/contract'
import { findUsers, type UserRow } from '../capabilities/identity/users/users.js'
import type { Instance } from '../start/instance.js'
import { belongingsOf } from './belongings.js'
import { backendUser, frontendUser } from './user.js'

/** Users as their own browsers see them, by id, whatever their number by the same few queries. */
export async function loadFrontendUsers(instance: Instance, ids: string[]): Promise<Map<string, User>> {
  const users = await findUsers(instance, [...new Set(ids)])
  const belongings = await belongingsOf(instance, users)
  return new Map(users.map((user) => [user.id, frontendUser(instance, user, belongings.get(user.id)!)]))
}

/** One user as its own browser sees it. */
export async function loadFrontendUser(instance: Instance, user: UserRow): Promise<User> {
  return frontendUser(instance, user, (await belongingsOf(instance, [user])).get(user.id)!)
}

/** Users as the Backend API shows them, in the given order, whatever their number by the same few queries. */
export async function loadBackendUsers(instance: Instance, users: UserRow[]): Promise<BackendUser[]> {
  const belongings = await belongingsOf(instance, users)
  return users.map((user) => backendUser(instance, user, belongings.get(user.id)!))
}

/** One user as the Backend API shows it. */
export async function loadBackendUser(instance: Instance, user: UserRow): Promise<BackendUser> {
  return backendUser(instance, user, (await belongingsOf(instance, [user])).get(user.id)!)
}
