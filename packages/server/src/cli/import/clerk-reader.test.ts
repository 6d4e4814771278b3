import { expect, test } from 'vitest'
import { readAll, textFile } from '../../testing/import-texts.js'
import { clerk } from './clerk.js'

const header =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher'
const digest = '$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5L1TdmBVu7wHhJ7aBsBcuTMlLLZ9K'
const row = (id: string) =>
  `${id},Ada,Lovelace,,ada@example.com,+15555550100,ada@example.com|b@example.com,c@example.com,+15555550100,,SECRET,${digest},bcrypt`
const user = (id: string, more: object = {}) => ({
  id,
  object: 'user',
  external_id: 'ext',
  first_name: 'Ada',
  primary_email_address_id: 'idn_2',
  email_addresses: [
    {
      id: 'idn_1',
      object: 'email_address',
      email_address: 'a@example.com',
      verification: { status: 'unverified', strategy: 'email_code' },
    },
    {
      id: 'idn_2',
      email_address: 'ada@example.com',
      verification: { status: 'verified', strategy: 'email_code', attempts: 1, expire_at: 5 },
    },
  ],
  phone_numbers: [{ phone_number: '+15555550100', reserved_for_second_factor: true, verification: { status: 'verified' } }],
  external_accounts: [
    { object: 'google_account', provider: 'oauth_google', provider_user_id: '12', email_address: 'ada@gmail.com' },
  ],
  has_image: false,
  image_url: 'https://img.example/generated',
  two_factor_enabled: true,
  public_metadata: { plan: 'pro' },
  private_metadata: { note: 'x' },
  unsafe_metadata: {},
  banned: false,
  created_at: 1_700_000_000_000,
  ...more,
})

test('an account elsewhere that was never proved is nobody’s, and the primary phone number comes first', async () => {
  const account = (subject: string, status: string) => ({
    provider: 'oauth_google',
    provider_user_id: subject,
    email_address_verified: true,
    first_name: 'Ada',
    approved_scopes: '',
    verification: { status },
  })
  const phone = (id: string, phone_number: string) => ({ id, phone_number, verification: { status: 'verified' } })
  const json = user('user_1', {
    external_accounts: [account('', 'unverified'), account('13', 'failed'), account('14', 'verified')],
    phone_numbers: [phone('idn_3', '+15555550101'), phone('idn_4', '+15555550102')],
    primary_phone_number_id: 'idn_4',
  })
  const [entry] = await readAll(clerk, { 'users.json': JSON.stringify([json]) })
  expect(entry).toMatchObject({
    person: {
      externalAccounts: [{ provider: 'oauth_google', subject: '14', emailAddress: null, emailVerified: true, firstName: 'Ada' }],
      phoneNumbers: [{ number: '+15555550102' }, { number: '+15555550101' }],
    },
  })
})

test('the CSV has digests and no metadata', async () => {
  expect(await readAll(clerk, { 'users.csv': `${header}\n${row('user_1')}\n` })).toEqual([
    {
      place: 'users.csv:2',
      person: {
        id: 'user_1',
        firstName: 'Ada',
        lastName: 'Lovelace',
        primaryEmailAddress: 'ada@example.com',
        emailAddresses: [
          { address: 'ada@example.com', verified: true },
          { address: 'b@example.com', verified: true },
          { address: 'c@example.com', verified: false },
        ],
        phoneNumbers: [{ number: '+15555550100', verified: true }],
        totpSecret: 'SECRET',
        passwordDigest: digest,
        passwordHasher: 'bcrypt',
      },
    },
  ])
})

test('both files are joined by id, whichever comes first, and those in one of them are not lost', async () => {
  const csv = `${header}\n${row('user_1')}\n${row('user_2')}\n`
  const json = JSON.stringify([user('user_3'), user('user_1')])
  const both = await readAll(clerk, { 'users.csv': csv, 'users.json': json })
  expect(await readAll(clerk, { 'users.json': json, 'users.csv': csv })).toEqual(both)
  expect(both.map((entry) => 'person' in entry && [entry.place, entry.person.id])).toEqual([
    ['users.csv:2', 'user_1'],
    ['users.csv:3', 'user_2'],
    ['users.json:1', 'user_3'],
  ])
  expect(both[0]).toMatchObject({
    person: {
      externalId: 'ext',
      primaryEmailAddress: 'ada@example.com',
      emailAddresses: [
        { id: 'idn_1', address: 'a@example.com', verified: false, verification: null },
        {
          id: 'idn_2',
          address: 'ada@example.com',
          verified: true,
          verification: { strategy: 'email_code', attempts: 1, expireAt: 5 },
        },
      ],
      phoneNumbers: [{ number: '+15555550100', verified: true, isSecondFactor: true }],
      externalAccounts: [{ provider: 'oauth_google', subject: '12', emailAddress: 'ada@gmail.com' }],
      passwordDigest: digest,
      totpSecret: 'SECRET',
      hasSecondFactor: true,
      publicMetadata: { plan: 'pro' },
      privateMetadata: { note: 'x' },
      imageUrl: null,
    },
  })
})

test("pages of the API's answers are one export", async () => {
  const pages = {
    'users-1.json': JSON.stringify({ data: [user('user_1')], total_count: 2 }),
    'users-2.json': JSON.stringify([user('user_2')]),
  }
  expect((await readAll(clerk, pages)).map((entry) => 'person' in entry && entry.person.id)).toEqual(['user_1', 'user_2'])
})

test('an object without an id is told, since nothing joins it', async () => {
  expect(await readAll(clerk, { 'a.csv': `${header}\n`, 'b.json': '[{"object":"user"}]' })).toEqual([
    { place: 'b.json:1', refused: 'has no id' },
  ])
})

test('its files are known by their names for things', () => {
  expect(clerk.recognises(textFile('x', `${header}\n`))).toBe(true)
  expect(clerk.recognises(textFile('x', JSON.stringify([user('user_1')])))).toBe(true)
  expect(clerk.recognises(textFile('x', 'id,email\n'))).toBe(false)
  expect(clerk.recognises(textFile('x', '{"id":"x","object":"user"}'))).toBe(false)
})
