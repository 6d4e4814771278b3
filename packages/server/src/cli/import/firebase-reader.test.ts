import { expect, test } from 'vitest'
import { importDigest } from '../../crypto/imported-passwords.js'
import { createPasswords } from '../../crypto/passwords.js'
import { firebaseHash, firebaseSigner } from '../../testing/golden-digests.js'
import { readAll, textFile } from '../../testing/import-texts.js'
import { firebase } from './firebase.js'

const flags = { 'firebase-signer-key': firebaseSigner }
const ada = {
  localId: 'mYRcQ1TYBTRBvqqPmHw4zTgCbKs2',
  email: 'ada@example.com',
  emailVerified: true,
  passwordHash: firebaseHash,
  salt: '42xEC+ixf3L2lw==',
  displayName: 'Lovelace, Ada',
  photoUrl: 'https://lh3.example/ada',
  createdAt: '1580000000000',
  lastSignedInAt: '1590000000000',
  phoneNumber: '+15555550100',
  disabled: true,
  customAttributes: '{"role":"admin"}',
  providerUserInfo: [{ providerId: 'google.com', rawId: '1122', email: 'ada@gmail.com', displayName: 'Ada' }],
}
// As `firebase auth:export users.csv` writes the same: no names of columns, and a comma behind the last.
const google = '1122,ada@gmail.com,Ada,'
const csv = (id: string, { email = '', password = ',', name = '', provider = ',,,', phone = '', claims = '' }) =>
  `${id},${email},${email !== ''},${password},${name},,${provider},,,,,,,,,,,,,1580000000000,1590000000000,${phone},false,${claims},\n`

const expected = {
  id: 'mYRcQ1TYBTRBvqqPmHw4zTgCbKs2',
  firstName: 'Lovelace,',
  lastName: 'Ada',
  emailAddresses: [{ address: 'ada@example.com', verified: true }],
  phoneNumbers: [{ number: '+15555550100', verified: true }],
  externalAccounts: [{ provider: 'oauth_google', subject: '1122', emailAddress: 'ada@gmail.com' }],
  passwordDigest: `${firebaseHash}$42xEC+ixf3L2lw==$${firebaseSigner}$Bw==$8$14`,
  passwordHasher: 'scrypt_firebase',
  publicMetadata: { role: 'admin' },
  createdAt: 1_580_000_000_000,
  lastSignInAt: 1_590_000_000_000,
}

test('JSON: accounts with what they claim, whose digests are completed by the parameters of the project', async () => {
  const entries = await readAll(firebase, { 'users.json': JSON.stringify({ users: [ada] }, null, 2) }, [], flags)
  expect(entries).toEqual([{ place: 'users.json:1', person: { ...expected, imageUrl: 'https://lh3.example/ada', banned: true } }])
})

test('CSV: 29 fields without names are the same', async () => {
  const row = csv(ada.localId, {
    email: 'ada@example.com',
    password: `${firebaseHash},42xEC+ixf3L2lw==`,
    name: '"Lovelace, Ada"',
    provider: google,
    phone: '+15555550100',
    claims: '"{""role"":""admin""}"',
  })
  expect(row.replace(/"[^"]*"/g, '').split(',')).toHaveLength(29)
  expect(await readAll(firebase, { 'users.csv': row }, [], flags)).toEqual([
    { place: 'users.csv:1', person: { ...expected, imageUrl: undefined, banned: false } },
  ])
})

test('the old password fits, with parameters as the console shows them or as URLs spell base64', async () => {
  const spelled = { ...ada, passwordHash: firebaseHash.replaceAll('/', '_').replaceAll('+', '-') }
  const given = { 'firebase-signer-key': firebaseSigner.replaceAll('+', '-'), 'firebase-salt-separator': 'Bw==', 'firebase-rounds': '8', 'firebase-mem-cost': '14' } // biome-ignore format: one thought
  const [entry] = await readAll(firebase, { 'u.json': JSON.stringify({ users: [spelled] }) }, [], given)
  const { person } = entry as { person: typeof expected }
  const stored = importDigest('scrypt_firebase', person.passwordDigest)
  expect(await createPasswords().verify('user1password', stored)).toBe('outdated')
})

test('passwords without the parameters stop the import, which says where they are shown', async () => {
  await expect(readAll(firebase, { 'u.json': JSON.stringify({ users: [ada] }) })).rejects.toThrow(
    /Password hash parameters\. Give --firebase-signer-key/,
  )
  const social = csv('x1', { email: 'b@example.com', provider: google })
  expect(await readAll(firebase, { 'u.csv': social })).toMatchObject([{ person: { id: 'x1' } }])
})

test('anonymous accounts are told, and ids that can be none here become external', async () => {
  const text = csv('anonymous1', {}) + csv('custom|id', { email: 'b@example.com' })
  expect(await readAll(firebase, { 'u.csv': text })).toMatchObject([
    { place: 'u.csv:1', refused: 'is an anonymous account: it has no address, phone number or provider' },
    { place: 'u.csv:2', person: { externalId: 'custom|id' } },
  ])
})

test('its files are known by what is in them', () => {
  expect(firebase.recognises(textFile('x', csv('x1', {})))).toBe(true)
  expect(firebase.recognises(textFile('x', JSON.stringify({ users: [ada] }, null, 2)))).toBe(true)
  expect(firebase.recognises(textFile('x', 'id,email,verified\n1,a@example.com,true\n'))).toBe(false)
})
