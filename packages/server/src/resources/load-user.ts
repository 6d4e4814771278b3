import type { BackendUser, User } from '@frontdesk/contract'
import { type EmailAddressRow, emailAddressesOf } from '../capabilities/identity/email-addresses/email-addresses.js'
import { findUsers, type UserRow } from '../capabilities/identity/users/users.js'
import type { Instance } from '../start/instance.js'
import { backendUser, frontendUser } from './user.js'

/** Users as their own browsers see them, by id: two queries, however many users. */
export async function loadFrontendUsers(instance: Instance, ids: string[]): Promise<Map<string, User>> {
  const users = await findUsers(instance, [...new Set(ids)])
  return new Map(
    (await withAddresses(instance, users)).map(({ user, addresses }) => [user.id, frontendUser(instance, user, addresses)]),
  )
}

/** One user as its own browser sees it. */
export async function loadFrontendUser(instance: Instance, user: UserRow): Promise<User> {
  return frontendUser(instance, user, await emailAddressesOf(instance, [user.id]))
}

/** Users as the Backend API shows them, in the given order: one query, however many users. */
export async function loadBackendUsers(instance: Instance, users: UserRow[]): Promise<BackendUser[]> {
  return (await withAddresses(instance, users)).map(({ user, addresses }) => backendUser(instance, user, addresses))
}

/** One user as the Backend API shows it. */
export async function loadBackendUser(instance: Instance, user: UserRow): Promise<BackendUser> {
  return backendUser(instance, user, await emailAddressesOf(instance, [user.id]))
}

async function withAddresses(
  instance: Instance,
  users: UserRow[],
): Promise<Array<{ user: UserRow; addresses: EmailAddressRow[] }>> {
  const byUser = new Map<string, EmailAddressRow[]>(users.map((user) => [user.id, []]))
  for (const address of await emailAddressesOf(instance, [...byUser.keys()])) byUser.get(address.user_id)?.push(address)
  return users.map((user) => ({ user, addresses: byUser.get(user.id) ?? [] }))
}
