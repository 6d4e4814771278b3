/** Better Auth: its tables `user` and `account`, as CSV or JSON, or in the SQLite file where they are. */
import { type ImportedPerson, isSafeId } from '@frontdesk/contract'
import type { ImportFile } from './import-file.js'
import type { Entry, Reader } from './reader.js'
import { hasMembers, type Json, recordsOf } from './records.js'
import type { Scratch } from './scratch.js'
import { rowsOf } from './sqlite-rows.js'
import { banUntil, isTrue, namesOf, providerOf, textOf, timeIn } from './values.js'

export const betterAuth: Reader = {
  name: 'better-auth',
  takes: 'its tables user and account as CSV or JSON, or its SQLite file',
  recognises: (file) => isSqlite(file) || isAccounts(file) || isUsers(file),
  async *read(files, { scratch }) {
    for (const file of files.filter(isSqlite)) for await (const { record } of rowsOf(file, 'account')) keep(record, scratch)
    for (const file of files.filter(isAccounts))
      for await (const read of recordsOf(file)) {
        if ('refused' in read) yield read
        else keep(inCamelCase(read.record), scratch)
      }
    for (const file of files.filter((file) => !isAccounts(file)))
      for await (const read of isSqlite(file) ? rowsOf(file, 'user') : recordsOf(file)) yield entryOf(read, scratch)
  },
}

const isSqlite = ({ head }: ImportFile): boolean => head.startsWith('SQLite format 3')
const isAccounts = (file: ImportFile): boolean =>
  hasMembers(file, 'accountId', 'providerId') || hasMembers(file, 'account_id', 'provider_id')
const isUsers = (file: ImportFile): boolean =>
  hasMembers(file, 'id', 'name', 'email', 'emailVerified') || hasMembers(file, 'id', 'name', 'email', 'email_verified')

const keep = (account: Json, scratch: Scratch) => scratch.add('better-auth', String(account.userId), JSON.stringify(account))

function entryOf(read: { place: string; record: Json } | { place: string; refused: string }, scratch: Scratch): Entry {
  if ('refused' in read) return read
  const user = inCamelCase(read.record)
  if (isTrue(user.isAnonymous)) return { place: read.place, refused: 'is an anonymous account' }
  const accounts = scratch.take('better-auth', String(user.id)).map((text) => JSON.parse(text) as Json) // as written by `keep`
  return { place: read.place, person: personOf(user, accounts) }
}

/** As its schema names them; Drizzle's tables have `email_verified`. */
const inCamelCase = (record: Json): Json =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )

/** Columns of Better Auth and of its own plugins, which have a place here or mean nothing here. */
const known = ['id', 'name', 'email', 'emailVerified', 'image', 'createdAt', 'updatedAt', 'username', 'displayUsername', 'role', 'banned', 'banReason', 'banExpires', 'twoFactorEnabled', 'phoneNumber', 'phoneNumberVerified', 'isAnonymous'] // biome-ignore format: one thought

function personOf(user: Json, accounts: Json[]): ImportedPerson {
  const id = String(user.id)
  const email = textOf(user.email)
  const phone = textOf(user.phoneNumber)
  const password = textOf(accounts.find(({ providerId }) => providerId === 'credential')?.password)
  const others = Object.entries(user).filter(([name, value]) => !known.includes(name) && value !== null && value !== '')
  const person: Json = {
    ...(isSafeId(id) ? { id } : { externalId: id }),
    username: textOf(user.displayUsername) ?? textOf(user.username),
    ...namesOf(user.name),
    emailAddresses: email ? [{ address: email, verified: isTrue(user.emailVerified) }] : [],
    phoneNumbers: phone ? [{ number: phone, verified: isTrue(user.phoneNumberVerified) }] : [],
    externalAccounts: accounts
      .filter(({ providerId }) => providerId !== 'credential')
      .map(({ providerId, accountId }) => ({ provider: providerOf(String(providerId)), subject: String(accountId) })),
    ...(password && { passwordDigest: password, passwordHasher: hasherOf(password) }),
    hasSecondFactor: isTrue(user.twoFactorEnabled), // its secret is encrypted with the app's
    imageUrl: textOf(user.image),
    ...(textOf(user.role) && { publicMetadata: { role: user.role } }),
    ...(others.length > 0 && { privateMetadata: Object.fromEntries(others) }),
    ...(isTrue(user.banned) && (textOf(user.banExpires) ? banUntil(user.banExpires) : { banned: true })),
    createdAt: timeIn(user.createdAt),
    updatedAt: timeIn(user.updatedAt),
  }
  return person as ImportedPerson // what it holds is checked by its schema
}

/** Its own scrypt, unless the app hashes in its own way: those that say what they are. */
const hasherOf = (digest: string): string =>
  /^\$(argon2id?)\$/.exec(digest)?.[1] ?? (digest.startsWith('$2') ? 'bcrypt' : 'scrypt_better_auth')
