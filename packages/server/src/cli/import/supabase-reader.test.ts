import { expect, test } from 'vitest'
import { firebaseHash, firebaseSigner } from '../../testing/golden-digests.js'
import { readAll, textFile } from '../../testing/import-texts.js'
import { supabase } from './supabase.js'

const digest = '$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5L1TdmBVu7wHhJ7aBsBcuTMlLLZ9K'
const id = '8d0fd2b3-9ca7-4d9e-a95f-9e13dded323e'
const ada = {
  instance_id: '00000000-0000-0000-0000-000000000000',
  id,
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  encrypted_password: digest,
  email_confirmed_at: '2024-01-02 03:04:05.123456+00',
  last_sign_in_at: '2024-02-03 04:05:06+02',
  raw_app_meta_data: { provider: 'email', providers: ['email', 'google'], plan: 'pro' },
  raw_user_meta_data: { sub: id, email: 'ada@example.com', email_verified: true, phone_verified: false, full_name: 'Ada Lovelace', avatar_url: 'https://a.example/ada', theme: 'dark' }, // biome-ignore format: one thought
  created_at: '2024-01-01 00:00:00+00',
  updated_at: '2024-01-02 00:00:00+00',
  phone: '15555550100',
  phone_confirmed_at: null,
  banned_until: null,
  deleted_at: null,
  is_anonymous: false,
}
const identities = [
  { provider_id: id, user_id: id, identity_data: { sub: id, email: 'ada@example.com' }, provider: 'email' },
  { provider_id: '1122', user_id: id, identity_data: { sub: '1122', email: 'ada@gmail.com' }, provider: 'google' },
]
const expected = {
  id,
  firstName: 'Ada',
  lastName: 'Lovelace',
  emailAddresses: [{ address: 'ada@example.com', verified: true }],
  phoneNumbers: [{ number: '+15555550100', verified: false }],
  externalAccounts: [{ provider: 'oauth_google', subject: '1122', emailAddress: 'ada@gmail.com' }],
  passwordDigest: digest,
  passwordHasher: 'bcrypt',
  imageUrl: 'https://a.example/ada',
  unsafeMetadata: { full_name: 'Ada Lovelace', avatar_url: 'https://a.example/ada', theme: 'dark' },
  publicMetadata: { plan: 'pro' },
  createdAt: Date.UTC(2024, 0, 1),
  updatedAt: Date.UTC(2024, 0, 2),
  lastSignInAt: Date.UTC(2024, 1, 3, 2, 5, 6),
}

const field = (value: unknown) => {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
const csv = (...rows: object[]) =>
  [Object.keys(rows[0]!).join(','), ...rows.map((row) => Object.values(row).map(field).join(','))].join('\n')

test('rows of both tables as JSON are joined; what users can change themselves stays theirs', async () => {
  const files = { 'users.json': JSON.stringify([ada]), 'identities.json': JSON.stringify(identities) }
  expect(await readAll(supabase, files)).toEqual([{ place: 'users.json:1', person: expected }])
})

test('the same as CSV is the same', async () => {
  const files = { 'identities.csv': csv(...identities), 'users.csv': csv(ada) }
  expect(await readAll(supabase, files)).toEqual([{ place: 'users.csv:2', person: expected }])
})

test('who was deleted is left behind, who is anonymous is told, and a ban has its end', async () => {
  const people = [
    { ...ada, deleted_at: '2024-03-03 00:00:00+00' },
    { ...ada, email: '', encrypted_password: '', is_anonymous: true },
    { ...ada, banned_until: '2124-01-01 00:00:00+00' },
    { ...ada, banned_until: '2027-01-01 00:00:00+00' },
    { ...ada, email_confirmed_at: null, encrypted_password: null },
  ]
  const [anonymous, banned, locked, unconfirmed, ...more] = await readAll(supabase, { 'u.json': JSON.stringify(people) })
  expect(more).toEqual([])
  expect(anonymous).toEqual({ place: 'u.json:2', refused: 'is an anonymous account' })
  expect(banned).toMatchObject({ place: 'u.json:3', person: { banned: true } })
  expect(locked).toMatchObject({ person: { lockedUntil: Date.UTC(2027, 0, 1) } })
  expect(unconfirmed).toMatchObject({ person: { emailAddresses: [{ verified: false }] } })
  expect(unconfirmed).not.toHaveProperty('person.passwordDigest')
})

test.each([
  [
    'scrypt_firebase',
    `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${firebaseSigner}$42xEC+ixf3L2lw==$${firebaseHash}`,
    `${firebaseHash}$42xEC+ixf3L2lw==$${firebaseSigner}$Bw==$8$14`,
  ],
  [
    'argon2id',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
])('a digest of %s that Supabase took from elsewhere goes on', async (passwordHasher, encrypted_password, passwordDigest) => {
  expect(await readAll(supabase, { 'u.json': JSON.stringify([{ ...ada, encrypted_password }]) })).toMatchObject([
    { person: { passwordHasher, passwordDigest } },
  ])
})

test('its files are known by their columns', () => {
  for (const text of [csv(ada), csv(...identities), JSON.stringify([ada]), JSON.stringify(identities)])
    expect(supabase.recognises(textFile('x', text))).toBe(true)
  expect(supabase.recognises(textFile('x', 'id,email\n'))).toBe(false)
})
