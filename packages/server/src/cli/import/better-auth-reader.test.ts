/** The rows are of Better Auth 1.7, with its plugins for usernames, administrators, second factors and phone numbers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importDigest } from '../../crypto/imported-passwords.js'
import { createPasswords } from '../../crypto/passwords.js'
import { loadSqlite } from '../../database/sqlite-driver.js'
import { readAll, textFile } from '../../testing/import-texts.js'
import { betterAuth } from './better-auth.js'
import { openImportFile } from './import-file.js'
import type { Entry } from './reader.js'
import { openScratch } from './scratch.js'

const digest =
  '572102f06e084e897149dc9f182d0959:4710a7a05f052242cae0d875cc3fb9601fb5c8ebe7e622c09a41492e7b5a2d4a76c61dbf9f809b1fe8e198bb7ad8016d29bac2ffcd5bec9024344d00bb08786e'
const ofLigature =
  'b04ec8a1653f954f3a6c049e391a859c:17534beb5fb9514f77b57781b8397f3db6558d0a63e57926f2ceff9d3ee1bd1508b8c9351654ac5f8af0b3bfd7228361e41ce0738e5b79bd8c95989663ac9892'
const user = {
  id: 'Nr7sgVzoSkcFvqKGkqQRBXtMW0VvRyHw',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  emailVerified: 1,
  image: null,
  createdAt: '2026-11-29T12:10:49.765Z',
  updatedAt: '2026-11-29T12:10:49.765Z',
  username: 'ada_l',
  displayUsername: 'Ada_L',
  role: 'user',
  banned: 0,
  banReason: null,
  banExpires: null,
  twoFactorEnabled: 0,
  phoneNumber: null,
  phoneNumberVerified: null,
  favourite_number: 7,
}
const account = {
  id: 'AAamyBvVsk16RNzABnckvOSyjWOH0rhW',
  accountId: user.id,
  providerId: 'credential',
  userId: user.id,
  accessToken: null,
  password: digest,
  createdAt: '2026-11-29T12:10:49.774Z',
  updatedAt: '2026-11-29T12:10:49.774Z',
}
const google = { ...account, id: 'g', accountId: '1122', providerId: 'google', password: null }
const expected = {
  id: user.id,
  username: 'Ada_L',
  firstName: 'Ada',
  lastName: 'Lovelace',
  emailAddresses: [{ address: 'ada@example.com', verified: true }],
  phoneNumbers: [],
  externalAccounts: [{ provider: 'oauth_google', subject: '1122' }],
  passwordDigest: digest,
  passwordHasher: 'scrypt_better_auth',
  hasSecondFactor: false,
  publicMetadata: { role: 'user' },
  privateMetadata: { favouriteNumber: 7 },
  createdAt: Date.UTC(2026, 10, 29, 12, 10, 49, 765),
  updatedAt: Date.UTC(2026, 10, 29, 12, 10, 49, 765),
}

test('both tables as JSON are joined; columns of the app itself come along in private', async () => {
  const files = { 'user.json': JSON.stringify([user]), 'account.json': JSON.stringify([account, google]) }
  expect(await readAll(betterAuth, files)).toEqual([{ place: 'user.json:1', person: expected }])
})

test("CSV is the same, with the names of Drizzle's columns and PostgreSQL's flags and times", async () => {
  const files = {
    'user.csv': `id,name,email,email_verified,created_at,ban_expires,banned\n${user.id},Ada,ada@example.com,t,2026-11-29 12:10:49.765+00,2030-01-01 00:00:00+00,t\n`,
    'account.csv': `id,account_id,provider_id,user_id,password\nx,${user.id},credential,${user.id},${digest}\n`,
  }
  expect(await readAll(betterAuth, files)).toMatchObject([
    {
      place: 'user.csv:2',
      person: {
        emailAddresses: [{ verified: true }],
        passwordDigest: digest,
        createdAt: expected.createdAt,
        lockedUntil: Date.UTC(2030, 0, 1),
      },
    },
  ])
})

test('its SQLite file is read as it is, page by page, and is not written to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-better-auth-'))
  const scratch = await openScratch()
  try {
    const path = join(folder, 'sqlite.db')
    const file = (await loadSqlite())(path, { lockTimeoutMs: 0 })
    for (const [table, row] of [
      ['user', user],
      ['account', account],
    ] as const) {
      const names = Object.keys(row)
      file.run(`create table "${table}" (${names.map((name) => `"${name}"`).join(', ')}, primary key ("id"))`)
      file.prepare(`insert into "${table}" values (${names.map(() => '?').join(', ')})`).run(Object.values(row))
    }
    const columns = Object.keys(user)
      .filter((name) => name !== 'id')
      .map((name) => `"${name}"`)
      .join(', ')
    file.run(`insert into "user" with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500) select 'u' || i, ${columns} from n, "user"`) // biome-ignore format: one thought
    file.close()

    const entries: Entry[] = []
    const opened = openImportFile(path)
    expect(betterAuth.recognises(opened)).toBe(true)
    for await (const entry of betterAuth.read([opened], { scratch, map: new Map(), flags: {} })) entries.push(entry)
    expect(entries[0]).toEqual({ place: 'sqlite.db:user:1', person: { ...expected, externalAccounts: [] } })
    expect(entries).toHaveLength(2_501)
  } finally {
    scratch.close()
    rmSync(folder, { recursive: true })
  }
})

test('an SQLite file of another app is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-better-auth-'))
  const scratch = await openScratch()
  try {
    const path = join(folder, 'other.db')
    const file = (await loadSqlite())(path, { lockTimeoutMs: 0 })
    file.run('create table songs (id text)')
    file.close()
    const reading = betterAuth.read([openImportFile(path)], { scratch, map: new Map(), flags: {} })[Symbol.asyncIterator]()
    await expect(reading.next()).rejects.toThrow('other.db has no table account.')
  } finally {
    scratch.close()
    rmSync(folder, { recursive: true })
  }
})

test.each([
  ['correct horse', digest],
  ['ﬁne Ångström', ofLigature],
  ['fine Ångström'.normalize('NFD'), ofLigature],
])('the old password fits: %s', async (password, made) => {
  const stored = importDigest('scrypt_better_auth', made)
  const passwords = createPasswords()
  expect(await passwords.verify(password, stored)).toBe('outdated')
  expect(await passwords.verify(`${password}.`, stored)).toBe(false)
})

test.each([
  ['bcrypt', '$2b$10$7EqJtq98hPqEX7fNZaFWoOhi5L1TdmBVu7wHhJ7aBsBcuTMlLLZ9K'],
  ['argon2id', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
])('an app that hashes by %s is understood', async (passwordHasher, password) => {
  const files = { 'user.json': JSON.stringify([user]), 'account.json': JSON.stringify([{ ...account, password }]) }
  expect(await readAll(betterAuth, files)).toMatchObject([{ person: { passwordHasher, passwordDigest: password } }])
})

test('guests are told, bans without an end are bans, and a second factor is not forgotten', async () => {
  const people = [
    { ...user, isAnonymous: true },
    { ...user, banned: true },
    { ...user, twoFactorEnabled: true },
    { ...user, id: 'an id of its own' },
  ]
  expect(await readAll(betterAuth, { 'user.json': JSON.stringify(people) })).toMatchObject([
    { refused: 'is an anonymous account' },
    { person: { banned: true } },
    { person: { hasSecondFactor: true } },
    { person: { externalId: 'an id of its own' } },
  ])
})

test('its files are known by their columns', () => {
  for (const text of [JSON.stringify([user]), JSON.stringify([account]), 'id,account_id,provider_id,user_id,password\n'])
    expect(betterAuth.recognises(textFile('x', text))).toBe(true)
  expect(betterAuth.recognises(textFile('x', 'id,email\n'))).toBe(false)
})
