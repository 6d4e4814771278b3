import { type BackendUser, backendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goldenDigests } from '../../../testing/golden-digests.js'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const { users } = backendApi

describe.each(engines)('passwords from elsewhere, as servers manage them, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  beforeAll(async () => {
    server = await testServer(engine)
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  const digestOf = async ({ id }: BackendUser) =>
    (await server.instance.db.selectFrom('users').select('password_digest').where('id', '=', id).executeTakeFirstOrThrow())
      .password_digest

  test.each(goldenDigests)(
    'an imported %s password opens the account, and is argon2id from the next sign-in on',
    async (password_hasher, password, password_digest) => {
      const user = await people.create({ password: undefined, password_digest, password_hasher })
      await expect(people.signIn(user, `${password}?`)).rejects.toThrow('form_password_incorrect')
      expect(await digestOf(user)).toBe(
        password_hasher.startsWith('argon2') ? password_digest : `${password_hasher} ${password_digest}`,
      )

      await people.signIn(user, password)
      expect(await digestOf(user)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      await people.signIn(user, password)
      expect((await server.backend('POST', `/users/${user.id}/verify_password`, { password })).status).toBe(200)
    },
  )

  test.each(goldenDigests)(
    'an imported %s password can take the place of another',
    async (password_hasher, password, password_digest) => {
      const user = await people.create()
      const changed = await server.backend('PATCH', `/users/${user.id}`, { password_digest, password_hasher })
      expect(users.updateUser.shapes.response.parse(changed.body)).toMatchObject({ password_enabled: true })
      await expect(people.signIn(user)).rejects.toThrow('form_password_incorrect')
      await people.signIn(user, password)
    },
  )

  test('a digest that is not spelled as its hasher spells, or costs too much, is refused by name', async () => {
    for (const [password_hasher, password_digest] of [
      ['md5_salted', '5f4dcc3b5aa765d61d8327deb882cf99'],
      ['sha512_symfony', `sha512_symfony$99999$salt$${'A'.repeat(86)}==`],
    ]) {
      const refused = await server.backend('POST', '/users', { email_address: ['a@b.example'], password_hasher, password_digest })
      expect(refused).toBeRefused(422, 'form_password_digest_invalid_code', 'password_digest')
    }
  })

  test('an imported password opens in every normal form, and is kept in the canonical one once checked whole', async () => {
    const typed = 'Übergrößen-Café-9'
    // As libxcrypt made it of the decomposed letters.
    const user = await people.create({
      password: undefined,
      password_digest: '$2b$04$abcdefghijklmnopqrstuuENsn.Pi8qX5sl.6vDXEt2rhDSM392VC',
      password_hasher: 'bcrypt',
    })
    for (const form of ['NFC', 'NFD', 'NFC'])
      expect((await people.signIn(user, typed.normalize(form))).status, form).toBe('complete')
    const verified = await server.backend('POST', `/users/${user.id}/verify_password`, { password: typed.normalize('NFD') })
    expect(verified.status).toBe(200)
  })

  test('attack: a wrong ending becomes the password, where bcrypt stopped reading before it', async () => {
    const real = `${'x'.repeat(72)}REAL` // of which libxcrypt made this digest
    const digest = '$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i'
    const user = await people.create({ password: undefined, password_digest: digest, password_hasher: 'bcrypt' })
    for (const typed of [`${'x'.repeat(72)}WRONG`, 'x'.repeat(72), real, real])
      expect((await people.signIn(user, typed)).status, typed).toBe('complete')
  })

  test('a password marked as compromised signs nobody in until it is changed', async () => {
    const user = await people.create()
    await people.signIn(user)
    const mark = (verb: string, fields?: object) =>
      server.backend('POST', `/users/${user.id}/password/${verb}_compromised`, fields)
    const events = await people.eventsOf(async () => expect((await mark('set', { revoke_all_sessions: true })).status).toBe(200))
    expect(events.map(({ type }) => type)).toEqual(['session.revoked', 'user.updated'])
    await expect(people.signIn(user, 'wrong')).rejects.toThrow('form_password_incorrect')
    await expect(people.signIn(user)).rejects.toThrow('form_password_compromised')
    expect(await people.activeSessions(user)).toBe(0)

    expect((await mark('unset')).status).toBe(200)
    expect(await people.signIn(user)).toMatchObject({ status: 'complete' })
    await mark('set')
    expect(await people.activeSessions(user)).toBe(1) // unless asked to, it ends none
    await server.backend('PATCH', `/users/${user.id}`, { password: 'another long secret' })
    expect(await people.signIn(user, 'another long secret')).toMatchObject({ status: 'complete' })
  })

  test("a user without a password can't be marked as having a compromised one", async () => {
    const { id } = await people.create({ password: undefined, skip_password_requirement: true })
    for (const verb of ['set', 'unset']) {
      const { status, body } = await server.backend('POST', `/users/${id}/password/${verb}_compromised`)
      expect({ status, body }).toBeRefused(400, 'no_password_set')
    }
    expect((await server.backend('POST', '/users/user_unknown/password/set_compromised')).status).toBe(404)
  })

  test('a server verifies whether a password fits, and removes one', async () => {
    const user = await people.create()
    const verify = (password: string) => server.backend('POST', `/users/${user.id}/verify_password`, { password })
    expect(await verify(testPassword)).toMatchObject({ status: 200, body: { verified: true } })
    expect(await verify('wrong')).toMatchObject({ status: 422, body: { errors: [{ code: 'incorrect_password' }] } })
    await people.signIn(user)

    const events = await people.eventsOf(async () => {
      const removed = await server.backend('POST', `/users/${user.id}/remove_password`, { sign_out_of_other_sessions: true })
      expect(users.removePassword.shapes.response.parse(removed.body)).toMatchObject({ password_enabled: false })
    })
    expect(events.map(({ type }) => type)).toEqual(['session.revoked', 'user.updated'])
    expect(await verify(testPassword)).toMatchObject({ status: 400, body: { errors: [{ code: 'no_password_set' }] } })
    expect(await people.eventsOf(() => server.backend('POST', `/users/${user.id}/remove_password`))).toEqual([])
  })

  test('guessing passwords with the secret key is slowed down per user', async () => {
    const slow = await testServer(engine, { rateLimits: { attemptsPerMinute: 2 } })
    try {
      const body = { email_address: ['slow@example.com'], password: testPassword }
      const { id } = (await slow.backend('POST', '/users', body)).body
      const verify = () => slow.backend('POST', `/users/${id}/verify_password`, { password: 'wrong' })
      expect([(await verify()).status, (await verify()).status]).toEqual([422, 422])
      const refused = await verify()
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await slow.close()
    }
  })
})
