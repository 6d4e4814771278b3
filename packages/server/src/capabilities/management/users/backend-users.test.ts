import { type BackendUser, backendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const { users } = backendApi

describe.each(engines)('users, as servers manage them, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  beforeAll(async () => {
    server = await testServer(engine)
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  describe('creating', () => {
    test('creating a user takes everything a user has, and vouches for the addresses', async () => {
      const events = await people.eventsOf(async () => {
        const answer = await server.backend('POST', '/users', {
          email_address: ['First@Example.com', 'second@example.com'],
          email_address_identification_status: ['verified', 'verified'],
          username: 'Grace',
          first_name: ' Grace ',
          last_name: 'Hopper',
          locale: 'EN-us',
          timezone: 'America/New_York',
          external_id: 'legacy-1',
          password: testPassword,
          public_metadata: { snakeCase: { stays_asItIs: 1 } },
          private_metadata: { secret: true },
          unsafe_metadata: { theme: 'dark' },
          created_at: '2012-10-20T07:15:20.902Z',
          legal_accepted_at: '2013-01-01T00:00:00Z',
          delete_self_enabled: false,
          create_organization_enabled: false,
          create_organizations_limit: 3,
          bypass_client_trust: true,
        })
        expect(answer.status).toBe(200)
        expect(users.createUser.shapes.response.parse(answer.body)).toMatchObject({
          username: 'Grace',
          first_name: 'Grace',
          last_name: 'Hopper',
          locale: 'en-US',
          timezone: 'America/New_York',
          external_id: 'legacy-1',
          password_enabled: true,
          email_addresses: [
            { email_address: 'first@example.com', verification: { status: 'verified', strategy: 'admin' } },
            { email_address: 'second@example.com', verification: { status: 'verified', strategy: 'admin' } },
          ],
          primary_email_address_id: answer.body.email_addresses[0].id,
          public_metadata: { snakeCase: { stays_asItIs: 1 } },
          private_metadata: { secret: true },
          unsafe_metadata: { theme: 'dark' },
          created_at: Date.UTC(2012, 9, 20, 7, 15, 20, 902),
          legal_accepted_at: Date.UTC(2013, 0, 1),
          delete_self_enabled: false,
          create_organization_enabled: false,
          create_organizations_limit: 3,
          bypass_client_trust: true,
          banned: false,
          locked: false,
        })
      })
      expect(events.map(({ type }) => type)).toEqual(['user.created'])
      expect(events[0]!.data).toEqual(await people.get((events[0]!.data as BackendUser).id))
    })

    test('creating a user keeps the order of its addresses, of which the first is primary', async () => {
      const given = ['z', 'a', 'y', 'b', 'x', 'c', 'w'].map((name) => `${name}-in-order@example.com`)
      const { email_addresses: shown, primary_email_address_id: primaryId } = await people.create({ email_address: given })
      expect(shown.map(({ email_address }) => email_address)).toEqual(given)
      expect(primaryId).toBe(shown[0]!.id)
    })

    test('creating a user gives an account that can sign in', async () => {
      const user = await people.create()
      expect(await people.signIn(user)).toMatchObject({ status: 'complete' })
      expect((await people.get(user.id)).last_sign_in_at).toBe(server.clock.now())
    })

    test('creating a user takes a blank external id, locale and time zone as absent', async () => {
      const blank = { external_id: '', locale: '', timezone: '' }
      for (const user of [await people.create(blank), await people.create(blank)])
        expect(user).toMatchObject({ external_id: null, locale: null, timezone: null, bypass_client_trust: false })
    })

    test('creating a user can make it banned or locked', async () => {
      expect(await people.create({ banned: true })).toMatchObject({ banned: true })
      expect(await people.create({ locked: true })).toMatchObject({ locked: true, lockout_expires_in_seconds: 3_600 })
    })

    test.each([
      [{ password: 'short' }, 422, 'form_password_length_too_short', 'password'],
      [{ password: 'x'.repeat(2_000) }, 422, 'form_param_max_length_exceeded', 'password'],
      [{ password: null }, 422, 'form_data_missing', undefined],
      [{ email_address: [] }, 422, 'form_data_missing', undefined],
      [{ email_address: ['no address'] }, 422, 'form_param_format_invalid', 'email_address.0'],
      [{ email_address: ['twice@example.com', 'TWICE@example.com'] }, 422, 'form_identifier_exists', 'email_address'],
      [{ email_address: 7 }, 422, 'form_param_type_invalid', 'email_address'],
      [{ email_address_identification_status: ['reserved'] }, 403, 'feature_not_enabled', 'email_address_identification_status'],
      [
        { email_address_identification_status: ['verified', 'verified'] },
        422,
        'form_param_value_invalid',
        'email_address_identification_status',
      ],
      [{ phone_number: ['0151 234'] }, 422, 'form_param_format_invalid', 'phone_number'],
      [{ web3_wallet: ['0x0'] }, 422, 'form_param_format_invalid', 'web3_wallet'],
      [{ totp_secret: 'ABC' }, 422, 'form_param_format_invalid', 'totp_secret'],
      [{ password_digest: 'x' }, 422, 'form_param_value_invalid', 'password_digest'],
      [{ password: null, password_digest: 'x' }, 422, 'form_param_missing', 'password_hasher'],
      [{ password: null, password_hasher: 'bcrypt' }, 422, 'form_data_missing', undefined],
      [{ password_hasher: 'bcrypt' }, 422, 'form_param_missing', 'password_digest'],
      [{ password: null, password_digest: 'x', password_hasher: 'rot13' }, 422, 'form_param_value_invalid', 'password_hasher'],
      [
        { password: null, password_digest: 'x', password_hasher: 'bcrypt' },
        422,
        'form_password_digest_invalid_code',
        'password_digest',
      ],
      [{ first_name: 'a\0b' }, 422, 'form_param_format_invalid', 'first_name'],
      [{ first_name: '\ud800' }, 422, 'form_param_format_invalid', 'first_name'],
      [{ username: 'not a name' }, 422, 'form_username_invalid_character', 'username'],
      [{ public_metadata: [] }, 422, 'form_param_type_invalid', 'public_metadata'],
      [{ public_metadata: null }, 422, 'form_param_type_invalid', 'public_metadata'],
      [{ public_metadata: { big: 'x'.repeat(70_000) } }, 422, 'form_param_format_invalid', 'public_metadata'],
      [{ created_at: 'yesterday' }, 422, 'form_param_invalid_time', 'created_at'],
      [{ locale: 'en_US' }, 422, 'form_param_format_invalid', 'locale'],
      [{ locale: 'en-US, de' }, 422, 'form_param_format_invalid', 'locale'],
      [{ timezone: 'Europe/Atlantis' }, 422, 'form_param_format_invalid', 'timezone'],
      [{ timezone: '+01:00' }, 422, 'form_param_format_invalid', 'timezone'],
      [{ time_zone: 'Europe/London' }, 422, 'form_param_unknown', 'time_zone'],
      [{ id: 'user_mine' }, 422, 'form_param_unknown', 'id'],
      [{ is_admin: true }, 422, 'form_param_unknown', 'is_admin'],
    ])('creating a user refuses %o', async (fields, status, code, parameter) => {
      const count = async () => (await server.backend('GET', '/users/count')).body.total_count
      const before = await count()
      const body = { email_address: ['refused@example.com'], password: testPassword, ...fields }
      const answer = await server.backend('POST', '/users', body)
      expect(answer).toBeRefused(status, code, parameter)
      expect(await count()).toBe(before)
    })

    test('creating a user skips the checks that it is told to skip', async () => {
      expect(await people.create({ password: '1', skip_password_checks: true })).toMatchObject({ password_enabled: true })
      expect(await people.create({ password: undefined, skip_password_requirement: true })).toMatchObject({
        password_enabled: false,
      })
      const nameless = await people.create({ email_address: undefined, username: 'only-a-name', skip_user_requirement: true })
      expect(nameless).toMatchObject({ email_addresses: [], primary_email_address_id: null })
    })

    test('creating a user refuses identifiers that are taken, in any case, and changes nothing', async () => {
      const first = await people.create({ username: 'Unique', external_id: 'unique' })
      const taken = first.email_addresses[0]!.email_address.toUpperCase()
      for (const [fields, parameter] of [
        [{ email_address: [taken] }, 'email_address'],
        [{ username: 'uNIQUE' }, 'username'],
        [{ external_id: 'unique' }, 'external_id'],
      ] as const) {
        let answer = { status: 0, body: {} as { errors?: Array<{ code: string; meta: object }> } }
        const events = await people.eventsOf(async () => {
          answer = await server.backend('POST', '/users', {
            email_address: ['free@example.com'],
            password: testPassword,
            ...fields,
          })
        })
        expect(answer.status).toBe(422)
        expect(answer.body.errors).toMatchObject([{ code: 'form_identifier_exists', meta: { param_name: parameter } }])
        expect(events).toEqual([])
      }
    })
  })

  describe('changing', () => {
    test('changing a user writes what is given and leaves the rest', async () => {
      const user = await people.create({
        username: 'before',
        first_name: 'Before',
        external_id: 'kept',
        unsafe_metadata: { kept: 1 },
      })
      server.clock.advance(1_000)
      const events = await people.eventsOf(() =>
        server.backend('PATCH', `/users/${user.id}`, { first_name: 'After', username: null, public_metadata: { new: 1 } }),
      )
      const after = await people.get(user.id)
      expect(after).toEqual({
        ...user,
        first_name: 'After',
        username: null,
        public_metadata: { new: 1 },
        updated_at: server.clock.now(),
      })
      expect(events).toEqual([{ type: 'user.updated', data: after }])
    })

    test('a blank external id, locale and time zone are removed from a user', async () => {
      const user = await people.create({
        external_id: 'removed',
        locale: 'de-AT',
        timezone: 'Europe/Vienna',
        bypass_client_trust: true,
      })
      const changed = await server.backend('PATCH', `/users/${user.id}`, {
        external_id: '',
        locale: '',
        timezone: '',
        bypass_client_trust: null,
      })
      expect(changed.body).toMatchObject({ external_id: null, locale: null, timezone: null, bypass_client_trust: true })
      const next = await server.backend('PATCH', `/users/${user.id}`, {
        locale: 'de-at',
        timezone: 'Europe/Zurich',
        bypass_client_trust: false,
      })
      expect(next.body).toMatchObject({ locale: 'de-AT', timezone: 'Europe/Zurich', bypass_client_trust: false })
      expect(await people.get(user.id)).toEqual(next.body)
    })

    test('a new password that a server sets signs out others when asked', async () => {
      const user = await people.create()
      await people.signIn(user)
      expect((await server.backend('PATCH', `/users/${user.id}`, { password: 'another password' })).status).toBe(200)
      expect(await people.activeSessions(user)).toBe(1)
      await server.backend('PATCH', `/users/${user.id}`, { password: testPassword, sign_out_of_other_sessions: true })
      expect(await people.activeSessions(user)).toBe(0)
      expect(await people.signIn(user)).toMatchObject({ status: 'complete' })
    })

    test('the primary address must be a verified one of the user, and the former one is told if asked', async () => {
      const [user, other] = [
        await people.create({ email_address: ['old@example.com', 'new@example.com'] }),
        await people.create(),
      ]
      const unverified = await server.backend('POST', '/email_addresses', { user_id: user.id, email_address: 'open@example.com' })
      const put = (id: string) =>
        server.backend('PATCH', `/users/${user.id}`, { primary_email_address_id: id, notify_primary_email_address_changed: true })
      expect((await put(other.primary_email_address_id!)).status).toBe(404)
      expect((await put(unverified.body.id)).body.errors[0].code).toBe('form_param_value_invalid')
      expect((await put(user.email_addresses[1]!.id)).body.primary_email_address_id).toBe(user.email_addresses[1]!.id)
      expect((await server.mailbox.all()).map(({ to, kind }) => [to, kind])).toContainEqual([
        'old@example.com',
        'primary_email_address_changed',
      ])
    })

    test.each([
      [{ username: 'taken-name' }, 422, 'form_identifier_exists'],
      [{ external_id: 'taken-id' }, 422, 'form_identifier_exists'],
      [{ password: 'short' }, 422, 'form_password_length_too_short'],
      [{ sign_out_of_other_sessions: true }, 422, 'form_param_missing'],
      [{ profile_image_id: 'img_x' }, 403, 'feature_not_enabled'],
      [{ primary_phone_number_id: 'idn_x' }, 404, 'resource_not_found'],
      [{ email_address: ['a@example.com'] }, 422, 'form_param_unknown'],
      [{ banned: true }, 422, 'form_param_unknown'],
    ])('changing a user refuses %o', async (fields, status, code) => {
      if ((await server.backend('GET', '/users/count?external_id=taken-id')).body.total_count === 0)
        await people.create({ username: 'taken-name', external_id: 'taken-id' })
      const user = await people.create()
      const answer = await server.backend('PATCH', `/users/${user.id}`, { first_name: 'Changed', ...fields })
      expect(answer).toBeRefused(status, code)
      expect(await people.get(user.id)).toEqual(user)
    })
  })

  describe('banning, locking, deleting', () => {
    test('a ban ends every session and keeps its user out; lifting it lets them in again', async () => {
      const user = await people.create()
      await people.signIn(user)
      await people.signIn(user)
      const events = await people.eventsOf(async () => {
        const banned = await server.backend('POST', `/users/${user.id}/ban`)
        expect(users.banUser.shapes.response.parse(banned.body).banned).toBe(true)
      })
      expect(events.map(({ type }) => type)).toEqual(['session.revoked', 'session.revoked', 'user.updated'])
      expect(events[0]!.data).toMatchObject({ object: 'session', status: 'revoked', user_id: user.id })
      expect(events[2]!.data).toMatchObject({ id: user.id, banned: true })
      expect(await people.activeSessions(user)).toBe(0)
      await expect(people.signIn(user)).rejects.toThrow('user_banned')

      expect((await server.backend('POST', `/users/${user.id}/unban`)).body.banned).toBe(false)
      expect(await people.activeSessions(user)).toBe(0)
      expect(await people.signIn(user)).toMatchObject({ status: 'complete' })
    })

    test('several users are banned and let in again together, or none of them', async () => {
      const several = [await people.create(), await people.create()]
      const user_ids = several.map(({ id }) => id)
      const refused = await server.backend('POST', '/users/ban', { user_ids: [...user_ids, 'user_unknown'] })
      expect(refused).toBeRefused(404, 'resource_not_found')
      expect((await people.get(user_ids[0]!)).banned).toBe(false)

      await people.signIn(several[0]!)
      const events = await people.eventsOf(async () => {
        const { body } = await server.backend('POST', '/users/ban', { user_ids: [...user_ids, user_ids[0]] })
        const banned = users.banUsers.shapes.response.parse(body)
        expect(banned.map((user) => [user.id, user.banned])).toEqual(user_ids.toSorted().map((id) => [id, true]))
      })
      expect(events.map(({ type }) => type).toSorted()).toEqual(['session.revoked', 'user.updated', 'user.updated'])
      await expect(people.signIn(several[1]!)).rejects.toThrow('user_banned')

      const { body } = await server.backend('POST', '/users/unban', { user_ids })
      expect(users.unbanUsers.shapes.response.parse(body).map(({ banned }) => banned)).toEqual([false, false])
      expect(await people.signIn(several[1]!)).toMatchObject({ status: 'complete' })
    })

    test.each([{ user_ids: [] }, { user_ids: Array(51).fill('user_1') }, {}])(
      'banning several users refuses a list like %o',
      async (body) => {
        expect((await server.backend('POST', '/users/ban', body)).status).toBe(422)
      },
    )

    test('a lock keeps its user out for an hour, or until it is lifted; sessions go on', async () => {
      const user = await people.create()
      await people.signIn(user)
      const locked = await server.backend('POST', `/users/${user.id}/lock`)
      expect(users.lockUser.shapes.response.parse(locked.body)).toMatchObject({
        locked: true,
        lockout_expires_in_seconds: 3_600,
        verification_attempts_remaining: 0,
      })
      expect(await people.activeSessions(user)).toBe(1)
      await expect(people.signIn(user)).rejects.toThrow('user_locked')
      expect((await server.backend('POST', `/users/${user.id}/unlock`)).body).toMatchObject({
        locked: false,
        lockout_expires_in_seconds: null,
        verification_attempts_remaining: 10,
      })
      expect(await people.signIn(user)).toMatchObject({ status: 'complete' })

      await server.backend('POST', `/users/${user.id}/lock`)
      server.clock.advance(3_600_000)
      expect((await people.get(user.id)).locked).toBe(false)
      expect(await people.signIn(user)).toMatchObject({ status: 'complete' })
    })

    test('a deleted user is gone with sessions, addresses, picture and count, and the address is free', async () => {
      const user = await people.create({ external_id: 'to-delete' })
      await people.signIn(user)
      const count = async () => (await server.backend('GET', '/users/count')).body.total_count
      const before = await count()
      const deleted = { object: 'user', id: user.id, deleted: true, external_id: 'to-delete' }
      const events = await people.eventsOf(async () => {
        const answer = await server.backend('DELETE', `/users/${user.id}`)
        expect(users.deleteUser.shapes.response.parse(answer.body)).toEqual(deleted)
      })
      expect(events.map(({ type }) => type)).toEqual(['session.revoked', 'user.deleted'])
      expect(events[1]!.data).toEqual(deleted)
      expect(await count()).toBe(before - 1)
      expect((await server.backend('GET', `/users/${user.id}`)).status).toBe(404)
      expect((await server.backend('GET', `/email_addresses/${user.primary_email_address_id}`)).status).toBe(404)
      expect((await server.backend('GET', `/sessions?user_id=${user.id}`)).body).toEqual([])
      await people.create({ email_address: [user.email_addresses[0]!.email_address], external_id: 'to-delete' })
    })

    test.each([
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['PATCH', '/metadata', { public_metadata: { a: 1 } }],
      ['PUT', '/metadata', { public_metadata: {} }],
      ['POST', '/ban'],
      ['POST', '/unban'],
      ['POST', '/lock'],
      ['POST', '/unlock'],
      ['POST', '/verify_password', { password: 'x' }],
      ['POST', '/remove_password'],
      ['DELETE', '/profile_image'],
    ])('%s of an unknown user%s answers 404', async (method, path, body?: object) => {
      const before = await server.events()
      const answer = await server.backend(method, `/users/user_nobody${path}`, body)
      expect(answer).toBeRefused(404, 'resource_not_found')
      expect(await server.events()).toEqual(before)
    })
  })
})
