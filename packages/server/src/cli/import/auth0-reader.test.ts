import { expect, test } from 'vitest'
import { readAll, textFile } from '../../testing/import-texts.js'
import { auth0 } from './auth0.js'

const digest = '$2b$10$7EqJtq98hPqEX7fNZaFWoOhi5L1TdmBVu7wHhJ7aBsBcuTMlLLZ9K'
// As an export job writes it.
const ada = {
  user_id: 'auth0|5dea9f9c82dd7c0e76e4ec93',
  email: 'ada@example.com',
  email_verified: true,
  username: 'ada_l',
  name: 'ada@example.com',
  nickname: 'ada',
  given_name: 'Ada',
  family_name: 'Lovelace',
  picture: 'https://s.gravatar.com/avatar/x?s=480&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fad.png',
  identities: [
    { user_id: '5dea9f9c82dd7c0e76e4ec93', provider: 'auth0', connection: 'Username-Password-Authentication', isSocial: false },
    {
      user_id: '1122334455',
      provider: 'google-oauth2',
      connection: 'google-oauth2',
      isSocial: true,
      profileData: { email: 'ada@gmail.com' },
    },
  ],
  user_metadata: { theme: 'dark' },
  app_metadata: { plan: 'pro' },
  created_at: '2019-12-06T18:36:12.412Z',
  updated_at: '2020-01-01T00:00:00.000Z',
  last_login: '2020-01-02T00:00:00.000Z',
  logins_count: 7,
}
const social = {
  user_id: 'google-oauth2|99',
  email: 'g@example.com',
  email_verified: true,
  name: 'Grace Brewster Hopper',
  picture: 'https://lh3.googleusercontent.com/a/x',
  identities: [{ user_id: '99', provider: 'google-oauth2', isSocial: true }],
  blocked: true,
  multifactor: ['guardian'],
}
// As support hands them out.
const hashOf = (id: object, more: object = {}) => ({
  _id: { $oid: '5dea9f9c82dd7c0e76e4ec93' },
  email_verified: true,
  email: 'ada@example.com',
  passwordHash: digest,
  password_set_date: { $date: '2019-12-07T00:00:00.000Z' },
  tenant: 'example',
  connection: 'Username-Password-Authentication',
  _tmp_is_unique: true,
  ...id,
  ...more,
})
const lines = (...values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

test('users are joined with their digests by id; connected accounts and both kinds of metadata come along', async () => {
  const [first, second] = await readAll(auth0, { 'users.json': lines(ada, social), 'hashes.json': lines(hashOf({})) })
  expect(first).toEqual({
    place: 'users.json:1',
    person: {
      externalId: 'auth0|5dea9f9c82dd7c0e76e4ec93',
      username: 'ada_l',
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailAddresses: [{ address: 'ada@example.com', verified: true }],
      phoneNumbers: [],
      externalAccounts: [{ provider: 'oauth_google', subject: '1122334455', emailAddress: 'ada@gmail.com' }],
      passwordDigest: digest,
      passwordHasher: 'bcrypt',
      passwordUpdatedAt: Date.UTC(2019, 11, 7),
      hasSecondFactor: false,
      imageUrl: null,
      unsafeMetadata: { theme: 'dark' },
      privateMetadata: { plan: 'pro' },
      banned: false,
      createdAt: Date.UTC(2019, 11, 6, 18, 36, 12, 412),
      updatedAt: Date.UTC(2020, 0, 1),
      lastSignInAt: Date.UTC(2020, 0, 2),
    },
  })
  expect(second).toMatchObject({
    person: {
      externalId: 'google-oauth2|99',
      firstName: 'Grace',
      lastName: 'Brewster Hopper',
      imageUrl: 'https://lh3.googleusercontent.com/a/x',
      banned: true,
      hasSecondFactor: true,
    },
  })
  expect(second).not.toHaveProperty('person.passwordDigest')
})

test('who is in the file of digests only is not lost, with an id of their own and what newer files list', async () => {
  const listed = {
    email: undefined,
    email_verified: undefined,
    identifiers: [
      { type: 'email', value: 'new@example.com', verified: true },
      { type: 'username', value: 'newer' },
    ],
  }
  const entries = await readAll(auth0, { 'hashes.json': lines(hashOf({ alt_id: 'euclid' }), hashOf({}, listed)) })
  expect(entries).toMatchObject([
    {
      place: 'hashes.json:2',
      person: {
        externalId: 'auth0|5dea9f9c82dd7c0e76e4ec93',
        username: 'newer',
        emailAddresses: [{ address: 'new@example.com', verified: true }],
        passwordHasher: 'bcrypt',
      },
    },
    { place: 'hashes.json:1', person: { externalId: 'auth0|euclid', emailAddresses: [{ address: 'ada@example.com' }] } },
  ])
})

test('a line without an id is told', async () => {
  expect(await readAll(auth0, { 'u.json': lines({ ...ada, user_id: '' }), 'h.json': lines(hashOf({ _id: null })) })).toEqual([
    { place: 'h.json:1', refused: 'has no _id' },
    { place: 'u.json:1', refused: 'has no user_id' },
  ])
})

test('its files are known by their names for things', () => {
  expect(auth0.recognises(textFile('x', lines(ada)))).toBe(true)
  expect(auth0.recognises(textFile('x', lines(hashOf({}))))).toBe(true)
  expect(auth0.recognises(textFile('x', lines({ user_id: '5', email: 'a@example.com' })))).toBe(false)
})
