/** Managing users: parameters in, resources out. */
import { clerkClient, type User } from '@clerk/express'

export async function invite(email: string, password: string): Promise<User> {
  const existing = await clerkClient.users.getUserList({ emailAddress: [email], limit: 1, orderBy: '-created_at' })
  const [found] = existing.data
  if (found) return found
  return clerkClient.users.createUser({
    emailAddress: [email],
    password,
    firstName: 'Ada',
    lastName: 'Lovelace',
    username: 'ada',
    publicMetadata: { plan: 'pro', seats: 3 },
    privateMetadata: { crm: 'abc' },
    unsafeMetadata: { theme: 'dark' },
    skipPasswordChecks: true,
  })
}

export async function tidy(userId: string) {
  const user = await clerkClient.users.updateUser(userId, { firstName: 'Grace', skipPasswordChecks: false })
  await clerkClient.users.updateUserMetadata(userId, { publicMetadata: { plan: null } })
  const { verified } = await clerkClient.users.verifyPassword({ userId, password: 'correct horse' })
  const count: number = await clerkClient.users.getCount({ query: 'ada' })
  const banned = await clerkClient.users.banUser(userId)
  const isBanned: boolean = banned.banned
  await clerkClient.users.lockUser(userId)
  const deleted = await clerkClient.users.deleteUser(userId)
  const id: string | undefined = deleted.id
  const lastSignIn: Date | null = user.lastSignInAt === null ? null : new Date(user.lastSignInAt)
  const primary = user.emailAddresses.find((address) => address.id === user.primaryEmailAddressId)
  return {
    verified,
    count,
    isBanned,
    id,
    lastSignIn,
    address: primary?.emailAddress,
    status: primary?.verification?.status,
    image: user.imageUrl,
    metadata: user.publicMetadata,
    created: new Date(user.createdAt).toISOString(),
  }
}

export async function page(offset: number): Promise<{ users: User[]; total: number }> {
  const { data, totalCount } = await clerkClient.users.getUserList({ limit: 100, offset })
  return { users: data, total: totalCount }
}
