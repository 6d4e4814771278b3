import type { ImportedPerson } from '@frontdesk/contract'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toJson } from '../../../database/columns.js'
import { exportedUsers } from '../../../resources/exported-user.js'
import { eventsOf } from '../../../testing/events-of.js'
import { goldenDigests } from '../../../testing/golden-digests.js'
import { type AnyBody, engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { factorsOf, type ImportedFactors } from '../../identity/imported-factors/imported-factors.js'
import { requireUser } from '../../identity/users/users.js'
import { importPeople, tryPeople } from './import-people.js'
import { findRun, noTally, openRun, type Run, refusalsOf } from './runs.js'
import { takeOverFactors } from './take-over-factors.js'

const [hasher, password, digest] = goldenDigests.find(([name]) => name === 'bcrypt')!
const consent = { withoutSecondFactors: true }
const none = { withoutSecondFactors: false }

describe.each(engines)('people who had accounts elsewhere, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' }, reservedUsernames: ['admin'] })
  })
  afterAll(() => server.close())

  let files = 0
  const newRun = (tells = false): Promise<Run> =>
    openRun(server.instance, { source: 'test', files: ['people.json'], fingerprint: `files ${files++}`, tells })
  const entriesOf = (people: ImportedPerson[]) => people.map((person, index) => ({ place: `f:${index + 1}`, person }))

  /** Imports them as one run; returns what it counted and refused. */
  async function bring(people: ImportedPerson[], options = none, tells = false) {
    const run = await importPeople(server.instance, await newRun(tells), entriesOf(people), options)
    const refused = []
    for await (const { place, who, reason } of refusalsOf(server.instance, run.id)) refused.push({ place, who, reason })
    return { run, tally: run.tally, refused }
  }
  const verified = (...addresses: string[]) => addresses.map((address) => ({ address, verified: true }))
  const user = async (id: string) => (await server.backend('GET', `/users/${id}`)).body

  test('they keep their ids, sign in with their passwords, and are found and counted; no event tells of them', async () => {
    const before = (await server.backend('GET', '/users/count')).body.total_count
    let tally = noTally
    const events = await eventsOf(server, async () => {
      tally = (
        await bring([
          {
            id: 'user_2abcDEF',
            externalId: 'auth0|5f',
            firstName: 'Ada',
            lastName: 'Lovelace',
            emailAddresses: [
              { address: 'other@example.com', verified: true },
              { address: 'Ada.Lovelace@EXAMPLE.com', verified: true, id: 'idn_old', createdAt: 1_500_000_000_000 },
              { address: 'unproved@example.com', verified: false },
            ],
            primaryEmailAddress: 'ada.lovelace@example.com',
            passwordDigest: digest,
            passwordHasher: hasher,
            publicMetadata: { plan: 'pro' },
            privateMetadata: { note: 1 },
            unsafeMetadata: { theme: 'dark' },
            createdAt: 1_600_000_000_000,
            lastSignInAt: '2024-01-02T03:04:05Z',
          },
          { id: '5f0c6a8e-1b1c-4c55-9b0e-2f3f0e6d7a10', username: 'Grace_H', banned: true },
        ])
      ).tally
    })
    expect(events).toEqual([])
    expect(tally).toEqual({ ...noTally, imported: 2, withPassword: 1 })

    expect(await user('user_2abcDEF')).toMatchObject({
      id: 'user_2abcDEF',
      external_id: 'auth0|5f',
      first_name: 'Ada',
      primary_email_address_id: 'idn_old',
      email_addresses: [
        { id: 'idn_old', email_address: 'ada.lovelace@example.com', verification: { status: 'verified', strategy: 'admin' } },
        { email_address: 'other@example.com', verification: { status: 'verified' } },
        { email_address: 'unproved@example.com', verification: null },
      ],
      password_enabled: true,
      public_metadata: { plan: 'pro' },
      private_metadata: { note: 1 },
      unsafe_metadata: { theme: 'dark' },
      created_at: 1_600_000_000_000,
      last_sign_in_at: Date.UTC(2024, 0, 2, 3, 4, 5),
    })
    expect(await user('5f0c6a8e-1b1c-4c55-9b0e-2f3f0e6d7a10')).toMatchObject({ username: 'Grace_H', banned: true })

    const found = async (query: string) =>
      (await server.backend('GET', `/users?${query}`)).body.map(({ id }: { id: string }) => id)
    for (const query of ['query=lovela', 'email_address_query=unprov', 'query=2abcdef', 'external_id=auth0%7C5f'])
      expect(await found(query), query).toEqual(['user_2abcDEF'])
    expect(await found('username=grace_h')).toEqual(['5f0c6a8e-1b1c-4c55-9b0e-2f3f0e6d7a10'])
    expect((await server.backend('GET', '/users/count')).body.total_count).toBe(before + 2)

    await expect(server.browser().signIn('other@example.com', 'wrong')).rejects.toThrow('form_password_incorrect')
    expect(await server.browser().signIn('Other@example.com', password)).toMatchObject({ status: 'complete' })
  })

  test('what can not be imported is refused by name, and the rest is not held up by it', async () => {
    const faulty: Array<[ImportedPerson, RegExp]> = [
      [{ emailAddresses: verified('no address') }, /^email_addresses\.0\.address must be a valid email address$/],
      [{ id: 'auth0|5f0c', username: 'someone' }, /^id can't be an id here/],
      [{ id: '__proto__', username: 'someone' }, /can't be an id here/],
      [{ id: 'constructor', username: 'someone' }, /can't be an id here/],
      [{ id: 'a'.repeat(65), username: 'someone' }, /id/],
      [{ username: 'abc' }, /^username must have 4 to 64 characters/],
      [{ username: 'adm1n' }, /username adm1n looks like a reserved one/],
      [{ firstName: 'a\u202Eb', username: 'someone' }, /^first_name has characters/],
      [{ username: 'someone', passwordDigest: digest }, /password_hasher is missing/],
      [{ username: 'someone', passwordDigest: digest, passwordHasher: 'rot13' }, /password_hasher rot13 is none of argon2i, /],
      [
        { username: 'someone', passwordDigest: 'x', passwordHasher: 'bcrypt' },
        /password_digest is not spelled as a digest of bcrypt/,
      ],
      [{ username: 'someone', publicMetadata: JSON.parse('{"__proto__":{}}') }, /^public_metadata has a key that is not allowed/],
      [{ username: 'someone', createdAt: 'yesterday' }, /^created_at must be a date/],
      [{ firstName: 'Nobody' }, /has no id, external id, address, username, phone number or account elsewhere/],
      [{ username: 'someone', emailAddresses: 'x' } as unknown as ImportedPerson, /^email_addresses/],
      [{ username: 'someone', surprise: 1 } as ImportedPerson, /^surprise /],
    ]
    const { tally, refused } = await bring([...faulty.map(([person]) => person), { username: 'not_held_up' }])
    expect(tally).toEqual({ ...noTally, imported: 1, refused: faulty.length })
    for (const [index, [, reason]] of faulty.entries()) {
      expect(refused[index]!.reason).toMatch(reason)
      expect(refused[index]!.place).toBe(`f:${index + 1}`)
    }
  })

  test('nobody takes what somebody else has: in the files, or among those who are here', async () => {
    await bring([{ id: 'user_here', externalId: 'here', username: 'is_here', emailAddresses: verified('here@bücher.example') }])
    const { tally, refused } = await bring([
      { id: 'user_here', emailAddresses: verified('moved@example.com') },
      { externalId: 'here', username: 'is_here' },
      { id: 'user_a', username: 'IS_HERE' },
      { id: 'user_b', emailAddresses: verified('HERE@xn--bcher-kva.example') },
      { id: 'user_c', externalId: 'here' },
      { id: 'user_d', username: 'first_one', emailAddresses: verified('twin@example.com') },
      { id: 'user_d', username: 'second_one' },
      { id: 'user_e', username: 'ｆirst_ONE' },
      { id: 'user_f', emailAddresses: verified(' Twin@Example.com') },
    ])
    expect(tally).toEqual({ ...noTally, imported: 1, known: 2, refused: 6 })
    expect(refused.map(({ reason }) => reason)).toEqual([
      'the username is_here is that of user_here',
      'the address here@xn--bcher-kva.example is that of user_here',
      'the external id here is that of user_here',
      'the id user_d is that of somebody earlier in these files',
      'the username first_one is that of user_d, earlier in these files',
      'the address twin@example.com is that of user_d, earlier in these files',
    ])
    expect((await user('user_here')).email_addresses).toHaveLength(1)
  })

  test('an address that somebody has verified takes the claims of others away, whichever comes first', async () => {
    await bring([
      { id: 'user_claims', username: 'claims_it', emailAddresses: [{ address: 'claimed@example.com', verified: false }] },
    ])
    const { tally } = await bring([
      { id: 'user_before', username: 'before_it', emailAddresses: [{ address: 'claimed@example.com', verified: false }] },
      { id: 'user_owner', emailAddresses: verified('claimed@example.com') },
      { id: 'user_after', emailAddresses: [{ address: 'claimed@example.com', verified: false }] },
    ])
    expect(tally).toEqual({ ...noTally, imported: 3, leftOutAddresses: 2, unreachable: 1 })
    for (const id of ['user_claims', 'user_before', 'user_after']) expect((await user(id)).email_addresses).toEqual([])
    expect((await user('user_owner')).email_addresses).toHaveLength(1)
  })

  test('attack: an account with a second factor is not opened by its password for want of anybody who agreed', async () => {
    const person: ImportedPerson = {
      id: 'user_second',
      emailAddresses: verified('second@example.com'),
      passwordDigest: digest,
      passwordHasher: hasher,
      totpSecret: 'JBSWY3DPEHPK3PXP',
    }
    const byOthers: ImportedPerson[] = [
      { id: 'user_codes', username: 'has_codes', backupCodes: ['one'] },
      { id: 'user_sms', username: 'has_sms', phoneNumbers: [{ number: '+15555550111', verified: true, isSecondFactor: true }] },
      { id: 'user_said', username: 'is_said', hasSecondFactor: true },
    ]
    const refused = await bring([person, ...byOthers])
    expect(refused.tally).toEqual({ ...noTally, refused: 4, lackConsent: 4 })
    expect(refused.refused[0]!.reason).toMatch(/^has a second factor, .*--without-second-factors/)
    expect((await server.backend('GET', '/users/user_second')).status).toBe(404)

    const agreed = await bring([person, ...byOthers], consent)
    expect(agreed.tally).toMatchObject({ imported: 4, withoutSecondFactor: 4, keptFactors: 3, refused: 0 })
  })

  test('authenticator apps and backup codes come along, are asked for where that is on, and leave with an export', async () => {
    const totpSecret = 'JBSWY3DPEHPK3PXP'
    const person: ImportedPerson = {
      id: 'user_app',
      username: 'has_app',
      passwordDigest: digest,
      passwordHasher: hasher,
      totpSecret,
    }
    await bring([{ ...person, backupCodes: ['one-1', 'two-2'] }], consent)
    expect(await user('user_app')).toMatchObject({ totp_enabled: true, backup_code_enabled: true, two_factor_enabled: false })
    expect((await server.browser().signIn('has_app', password)).status).toBe('complete') // as they agreed

    const { instance } = server
    const [exported] = await exportedUsers(instance, [await requireUser(instance, 'user_app')])
    expect(exported!.factors.totp_secret).toBe(totpSecret)
    expect(exported!.factors.backup_codes).toHaveLength(2)
    const asking = await testServer(engine, {
      attributes: { username: 'optional' },
      secondFactors: { totp: true, backupCode: true },
    })
    const run = await openRun(asking.instance, { source: 'test', files: [], fingerprint: 'export', tells: false })
    const again = [{ place: 'f:1', person: { ...person, backupCodes: exported!.factors.backup_codes! } }]
    const { tally } = await importPeople(asking.instance, run, again, none)
    expect(tally).toMatchObject({ imported: 1, lackConsent: 0, withoutSecondFactor: 0 })

    const browser = asking.browser()
    const begin = async () => {
      const fields = { identifier: 'has_app', strategy: 'password', password }
      return (await browser.call('POST', '/client/sign_ins', fields)).body.response
    }
    const { id, status } = await begin()
    expect(status).toBe('needs_second_factor')
    const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: asking.clock.now() })
    const answer = (signIn: string, fields: object) =>
      browser.call('POST', `/client/sign_ins/${signIn}/attempt_second_factor`, { ...fields })
    expect((await answer(id, { strategy: 'totp', code })).body.response.status).toBe('complete')
    await browser.call('DELETE', '/client/sessions')
    const other = await begin()
    expect((await answer(other.id, { strategy: 'backup_code', code: 'two-2' })).body.response.status).toBe('complete')
    await asking.close()
  })

  /** As earlier releases kept what they could not ask for. */
  const keep = async (userId: string, factors: ImportedFactors) => {
    const { db, vault, now } = server.instance
    for (const [kind, value] of Object.entries(factors)) {
      const sealed = vault.seal(toJson(value), `imported ${kind} of ${userId}`)
      const row = { user_id: userId, kind: kind as 'phone_numbers', sealed, created_at: now() } // the members are the kinds
      await db.insertInto('imported_factors').values(row).execute()
    }
  }

  test('what an earlier release kept of second factors is taken over when the server starts', async () => {
    await bring([{ id: 'user_kept', username: 'is_kept' }])
    const { instance } = server
    await keep('user_kept', { totp_secret: 'JBSWY3DPEHPK3PXP', backup_codes: ['one', 'two'] })
    await Promise.all([takeOverFactors(instance), takeOverFactors(instance)])
    expect(await user('user_kept')).toMatchObject({ totp_enabled: true, backup_code_enabled: true })
    expect(await factorsOf(instance, ['user_kept'])).toEqual(new Map())
  })

  test('numbers and accounts that an earlier release kept are taken over, as far as nobody has them by now', async () => {
    const { instance } = server
    await bring([
      { id: 'user_waits', username: 'is_waiting' },
      { id: 'user_owns', phoneNumbers: [{ number: '+15555550121', verified: true }], externalAccounts: [{ provider: 'oauth_google', subject: 'owned' }] },
    ]) // biome-ignore format: one thought
    await keep('user_waits', {
      phone_numbers: [
        { number: '+1 555 555 0120', verified: true, isSecondFactor: true },
        { number: '+15555550121', verified: true },
        { number: '+15555550122', verified: false },
        { number: '+1555', verified: true },
      ],
      external_accounts: [
        { provider: 'oauth_google', subject: 'waiting', emailAddress: 'a@gmail.com' },
        { provider: 'oauth_google', subject: 'owned' },
      ],
    })
    await Promise.all([takeOverFactors(instance), takeOverFactors(instance)])
    const { phone_numbers, external_accounts, primary_phone_number_id } = await user('user_waits')
    const byNumber = phone_numbers.sort((one: AnyBody, other: AnyBody) => one.phone_number.localeCompare(other.phone_number))
    expect(byNumber).toMatchObject([
      { id: primary_phone_number_id, phone_number: '+15555550120', reserved_for_second_factor: false, verification: { status: 'verified' } },
      { phone_number: '+15555550122', verification: null },
    ]) // biome-ignore format: one thought
    expect(external_accounts).toMatchObject([
      { provider: 'oauth_google', provider_user_id: 'waiting', email_address: 'a@gmail.com' },
    ])
    expect((await user('user_owns')).external_accounts).toMatchObject([{ provider_user_id: 'owned' }])
    expect(await factorsOf(instance, ['user_waits'])).toEqual(new Map())
  })

  test('phone numbers and accounts of other services come along, and leave with an export', async () => {
    const account = { provider: 'oauth_google', subject: 'brought', emailAddress: 'b@gmail.com', emailVerified: true, firstName: 'Bo', scopes: 'openid' } // biome-ignore format: one thought
    const { tally } = await bring([
      {
        id: 'user_brings',
        phoneNumbers: [
          { number: '(555) 555-0130', verified: false },
          { number: '+1 555 555-0131', verified: true },
          { number: '+15555550131', verified: false },
          { number: '+15555550132', verified: true },
        ],
        externalAccounts: [account, { provider: 'google', subject: 'brought' }],
      },
    ])
    expect(tally).toEqual({ ...noTally, imported: 1, keptFactors: 1 })
    const { phone_numbers, external_accounts, primary_phone_number_id } = await user('user_brings')
    expect(phone_numbers).toMatchObject([
      { id: primary_phone_number_id, phone_number: '+15555550131', verification: { status: 'verified', strategy: 'admin' } },
      { phone_number: '+15555550132', verification: { status: 'verified' } },
    ])
    expect(external_accounts).toMatchObject([
      {
        provider: 'oauth_google',
        provider_user_id: 'brought',
        email_address: 'b@gmail.com',
        email_address_verified: true,
        first_name: 'Bo',
        approved_scopes: 'openid',
        verification: { status: 'verified', strategy: 'oauth_google' },
      },
    ])
    const [exported] = await exportedUsers(server.instance, [await requireUser(server.instance, 'user_brings')])
    expect(exported!.shown).toMatchObject({ phone_numbers, external_accounts })
  })

  test('attack: a file gives somebody the number or the account of another person, who is here or in the files', async () => {
    const number = { number: '+15555550140', verified: true }
    const account = { provider: 'oauth_google', subject: 'taken' }
    await bring([{ id: 'user_first', phoneNumbers: [number], externalAccounts: [account] }])
    const { tally, refused } = await bring([
      { id: 'user_n1', phoneNumbers: [number] },
      { id: 'user_n2', externalAccounts: [{ ...account, provider: 'google' }] },
      { id: 'user_n3', externalAccounts: [{ ...account, provider: 'oauth_github' }] },
      { id: 'user_n4', externalAccounts: [{ ...account, provider: 'github' }] },
      { id: 'user_n5', username: 'has_claim', phoneNumbers: [{ ...number, verified: false }] },
      { id: 'user_n6', phoneNumbers: [{ number: '12', verified: true }] },
    ])
    expect(refused.map(({ reason }) => reason)).toEqual([
      'the phone number +15555550140 is that of user_first',
      'the account google taken is that of user_first',
      'the account github taken is that of user_n3, earlier in these files',
      'phone number 12 is none that can be reached',
    ])
    expect(tally).toEqual({ ...noTally, imported: 2, refused: 4, keptFactors: 1, leftOutAddresses: 1 })
  })

  test('a number that somebody has verified elsewhere takes the claims of others away, and may be the second factor', async () => {
    const claimed = { number: '+15555550150', verified: false }
    await bring([{ id: 'user_claiming', username: 'is_claiming', phoneNumbers: [claimed] }])
    const asked = { number: '+15555550150', verified: true, isSecondFactor: true }
    const person = { id: 'user_reserves', username: 'has_reserved', phoneNumbers: [asked] }
    expect((await bring([person])).tally).toMatchObject({ refused: 1, lackConsent: 1 })
    const change = (second_factors: object) => server.backend('PATCH', '/instance/settings', { second_factors })
    await change({ phone_code: true })
    expect((await bring([person])).tally).toMatchObject({ imported: 1, withoutSecondFactor: 0 })
    expect((await user('user_claiming')).phone_numbers).toEqual([])
    expect(await user('user_reserves')).toMatchObject({
      two_factor_enabled: true,
      primary_phone_number_id: null,
      phone_numbers: [{ reserved_for_second_factor: true, default_second_factor: true }],
    })
    await change({ phone_code: null })
  })

  test('events tell of them where they are asked for', async () => {
    const events = await eventsOf(server, () =>
      bring([{ id: 'user_told', emailAddresses: verified('told@example.com') }], none, true),
    )
    expect(events).toMatchObject([{ type: 'user.created', data: { id: 'user_told' } }])
  })

  test('a run goes on behind its last batch, and one process moves it at a time', async () => {
    const begun = await newRun()
    const [first, second] = [
      entriesOf([
        { id: 'user_r1', username: 'run_one' },
        { id: 'user_r2', username: 'abc' },
      ]),
      entriesOf([{ id: 'user_r3', username: 'run_two' }]),
    ]
    await importPeople(server.instance, begun, first, none)
    await expect(importPeople(server.instance, begun, second, none)).rejects.toThrow('Another process goes on with the import')
    expect((await server.backend('GET', '/users/user_r3')).status).toBe(404)

    const again = await openRun(server.instance, begun)
    expect(again).toMatchObject({ id: begun.id, position: 2, tally: { imported: 1, refused: 1 } })
    await importPeople(server.instance, again, second, none)
    expect(await findRun(server.instance, begun.id)).toMatchObject({ position: 3, tally: { imported: 2, refused: 1 } })
  })

  test('people who sign up in the same moment are in no way of it, and each address has one owner', async () => {
    const addresses = Array.from({ length: 30 }, (_, index) => `race-${index}@example.com`)
    const [{ tally }, ...made] = await Promise.all([
      bring(addresses.map((address, index) => ({ id: `user_race${index}`, emailAddresses: verified(address) }))),
      ...addresses.map((address) =>
        server.backend('POST', '/users', { email_address: [address], skip_password_requirement: true }),
      ),
    ])
    const others = made.filter(({ status }) => status === 200).length
    expect(tally.imported + others).toBe(addresses.length)
    expect(tally.imported + tally.refused).toBe(addresses.length)
    const { body } = await server.backend('GET', '/users?email_address_query=race-&limit=100')
    expect(body).toHaveLength(addresses.length)
  })

  test('a dry run says the same and writes nothing', async () => {
    const seen = new Map<string, string>()
    const remembered = {
      get: (kind: string, key: string) => seen.get(`${kind} ${key}`),
      add: (kind: string, key: string, userId: string) => void seen.set(`${kind} ${key}`, userId),
    }
    const people: ImportedPerson[] = [
      { id: 'user_dry', username: 'dry_run', emailAddresses: verified('dry@example.com') },
      { id: 'user_dry2', emailAddresses: verified('DRY@example.com') },
      { username: 'dry_RUN' },
      { id: 'user_dry', username: 'other_name' },
    ]
    let tally = noTally
    const refused = []
    for (const entry of entriesOf(people)) {
      const tried = await tryPeople(server.instance, [entry], none, { tally, remembered })
      tally = tried.tally
      refused.push(...tried.refused.map(({ place, who, reason }) => ({ place, who, reason })))
    }
    expect((await server.backend('GET', '/users/user_dry')).status).toBe(404)
    const imported = await bring(people)
    expect(tally).toEqual(imported.tally)
    expect(refused.map(({ place }) => place)).toEqual(imported.refused.map(({ place }) => place))
  })
})
