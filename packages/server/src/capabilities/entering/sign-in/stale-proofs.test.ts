/** A proof is about an address, a password and an account as they were. Once they change, it proves nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const ownersPassword = 'the owner chose this one'
const attackersPassword = 'the attacker chose this one'

/** Somebody with two addresses, the second the primary one, and an attacker who reads the first one's mail. */
interface Scene {
  server: TestServer
  userId: string
  owner: TestBrowser
  attacker: TestBrowser
  lost: { id: string; emailAddress: string }
}

let made = 0

async function scene(server: TestServer): Promise<Scene> {
  const emailAddress = `lost-${++made}@example.com`
  const owner = server.browser()
  const { created_user_id: userId } = await owner.signUp(emailAddress)
  const kept = await server.backend('POST', '/email_addresses', {
    user_id: userId,
    email_address: `kept-${made}@example.com`,
    verified: true,
    primary: true,
  })
  expect(kept.status).toBe(200)
  const { email_addresses } = (await owner.call('GET', '/me')).body.response
  const { id } = email_addresses.find((address: { email_address: string }) => address.email_address === emailAddress)
  return { server, userId, owner, attacker: server.browser(), lost: { id, emailAddress } }
}

/** A code on its way to the lost address: the sign-in's path, and the code. */
async function codeSent({ server, attacker, lost }: Scene, strategy: string) {
  const fields = { identifier: lost.emailAddress, strategy, email_address_id: lost.id }
  const { body } = await attacker.call('POST', '/client/sign_ins', fields)
  const path = `/client/sign_ins/${body.response.id}`
  const code = await server.mailbox.lastCode(lost.emailAddress)
  return { path, answer: () => attacker.call('POST', `${path}/attempt_first_factor`, { strategy, code }) }
}

/** A reset up to the new password. */
async function resetProven(all: Scene) {
  const { path, answer } = await codeSent(all, 'reset_password_email_code')
  expect((await answer()).body.response.status).toBe('needs_new_password')
  return { path, answer: () => reset(all.attacker, path) }
}

const reset = (browser: TestBrowser, path: string, password = attackersPassword) =>
  browser.call('POST', `${path}/reset_password`, { password, sign_out_of_other_sessions: true })

const pending: Record<string, (all: Scene) => Promise<{ path: string; answer(): Promise<Answer> }>> = {
  'a sign-in by code': (all) => codeSent(all, 'email_code'),
  'a reset whose code is on its way': (all) => codeSent(all, 'reset_password_email_code'),
  'a reset that was proven': resetProven,
}

const ends: Record<string, (all: Scene) => Promise<unknown>> = {
  'the owner removes the address': ({ owner, lost }) => owner.call('DELETE', `/me/email_addresses/${lost.id}`),
  'the app removes the address': ({ server, lost }) => server.backend('DELETE', `/email_addresses/${lost.id}`),
  'the app takes the verification back': ({ server, lost }) =>
    server.backend('PATCH', `/email_addresses/${lost.id}`, { verified: false }),
  'the owner makes another address primary': ({ owner, lost }) =>
    owner.call('PATCH', '/me', { primary_email_address_id: lost.id }),
  'the owner changes the password': ({ owner }) =>
    owner.call('POST', '/me/change_password', { current_password: testPassword, new_password: ownersPassword }),
  'the owner removes the password': ({ owner }) => owner.call('POST', '/me/remove_password', { current_password: testPassword }),
  'the app sets a password': ({ server, userId }) => server.backend('PATCH', `/users/${userId}`, { password: ownersPassword }),
  'the app removes the password': ({ server, userId }) => server.backend('POST', `/users/${userId}/remove_password`),
  'another reset comes first': async (all) => {
    const phone = all.server.browser()
    const { path } = await resetProven({ ...all, attacker: phone })
    return reset(phone, path, ownersPassword)
  },
  'the app locks the account, and unlocks it': async ({ server, userId }) => {
    await server.backend('POST', `/users/${userId}/lock`)
    return server.backend('POST', `/users/${userId}/unlock`)
  },
  'the app bans the account, and lifts the ban': async ({ server, userId }) => {
    await server.backend('POST', `/users/${userId}/ban`)
    return server.backend('POST', `/users/${userId}/unban`)
  },
}

describe.each(engines)('on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  describe.each(Object.entries(pending))('%s', (_name, begin) => {
    test.each(Object.entries(ends))('a pending sign-in or reset ends once %s', async (_end, end) => {
      const all = await scene(server)
      const { path, answer } = await begin(all)
      expect(((await end(all)) as Answer).status).toBe(200)

      const events = await server.events()
      const refused = await answer()
      expect([refused.status, refused.body.errors[0].code, refused.cookies]).toEqual([404, 'resource_not_found', []])
      expect(await server.events()).toEqual(events)
      expect((await all.attacker.call('GET', path)).status).toBe(404)
      expect((await all.attacker.call('GET', '/client')).body.response).toMatchObject({ sign_in: null, sessions: [] })
    })

    test('a pending sign-in or reset goes on when nothing overtakes it', async () => {
      const { answer } = await begin(await scene(server))
      expect((await answer()).status).toBe(200)
    })
  })

  test('attack: a lock stays when a pending reset tries to pass it', async () => {
    const all = await scene(server)
    const { answer } = await resetProven(all)
    await server.backend('POST', `/users/${all.userId}/lock`)
    expect((await answer()).status).toBe(404)
    expect((await server.backend('GET', `/users/${all.userId}`)).body.locked).toBe(true)
  })

  test('attack: a sign-in begun with the password survives its change', async () => {
    const all = await scene(server)
    const { body } = await all.attacker.call('POST', '/client/sign_ins', { identifier: all.lost.emailAddress })
    await ends['the owner changes the password']!(all)
    const fields = { strategy: 'password', password: testPassword }
    const answer = await all.attacker.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, fields)
    expect(answer.status).toBe(404)
  })

  test('attack: a code to one address is answered as one to another', async () => {
    const all = await scene(server)
    const { path, answer } = await codeSent(all, 'email_code')
    const { email_addresses } = (await all.owner.call('GET', '/me')).body.response
    const kept = email_addresses.find(({ id }: { id: string }) => id !== all.lost.id)
    let code: string
    do {
      await all.attacker.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code', email_address_id: kept.id })
      code = await server.mailbox.lastCode(kept.email_address)
    } while (code === (await server.mailbox.lastCode(all.lost.emailAddress)))
    expect((await answer()).body.errors[0].code).toBe('form_code_incorrect')
  })
})

describe.each(engines)('attack: what a proof is about changes after the check, before the session, on %s:', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  /** Runs `work` once, the next time that an answer was found right and nothing is written yet. */
  function afterTheCheck(kind: 'password' | 'code' | 'hash', work: () => Promise<unknown>): void {
    const { instance } = server
    if (kind === 'password') {
      const { verify } = instance.passwords
      instance.passwords.verify = async (...given) => {
        const fits = await verify(...given)
        instance.passwords.verify = verify
        await work()
        return fits
      }
    } else if (kind === 'hash') {
      const { hash } = instance.passwords
      instance.passwords.hash = async (...given) => {
        const digest = await hash(...given)
        instance.passwords.hash = hash
        await work()
        return digest
      }
    } else {
      const { unsynced } = instance
      instance.unsynced = async (write) => {
        instance.unsynced = unsynced
        const counted = await unsynced(write)
        await work()
        return counted
      }
    }
  }

  const signInByPassword = ({ attacker, lost }: Scene) =>
    attacker.call('POST', '/client/sign_ins', { identifier: lost.emailAddress, strategy: 'password', password: testPassword })

  test.each([
    ['the password, by the owner', 'the app sets a password', 422, 'form_password_incorrect'],
    ['the password, which is removed', 'the app removes the password', 422, 'form_password_incorrect'],
  ])('attack: after the check of a password, before the session, something changes: %s', async (_what, end, status, code) => {
    const all = await scene(server)
    afterTheCheck('password', () => ends[end]!(all))
    const answer = await signInByPassword(all)
    expect([answer.status, answer.body.errors[0].code, answer.cookies]).toEqual([status, code, []])
  })

  test.each([
    ['a lock', 'lock', 'user_locked'],
    ['a ban', 'ban', 'user_banned'],
  ])('attack: after the check of a password, before the session, there comes %s', async (_what, verb, code) => {
    const all = await scene(server)
    afterTheCheck('password', () => server.backend('POST', `/users/${all.userId}/${verb}`))
    const answer = await signInByPassword(all)
    expect([answer.status, answer.body.errors[0].code, answer.cookies]).toEqual([403, code, []])
  })

  // Only the row changes: nothing else of the removal may be what keeps the code from working.
  const takings: Record<string, (id: string) => Promise<unknown>> = {
    removed: (id) => server.instance.db.deleteFrom('email_addresses').where('id', '=', id).execute(),
    'no longer verified': (id) =>
      server.instance.db.updateTable('email_addresses').set({ verified_at: null }).where('id', '=', id).execute(),
  }
  test.each(Object.entries(takings))(
    'attack: after the check of a code, before the session, its address is %s',
    async (_how, take) => {
      const all = await scene(server)
      const { answer } = await codeSent(all, 'email_code')
      afterTheCheck('code', () => take(all.lost.id))
      const refused = await answer()
      expect([refused.status, refused.body.errors[0].code, refused.cookies]).toEqual([400, 'verification_expired', []])
    },
  )

  test('attack: an imported password changes while its own digest is made at a sign-in', async () => {
    const emailAddress = `imported-${++made}@example.com`
    const { body } = await server.backend('POST', '/users', {
      email_address: [emailAddress],
      password_digest: '$2b$04$e6xuR1f/AQiwtvmFl2cHpu49Yo9bHfsyc.iyiYdZUBjbxFbH84mSu', // of testPassword
      password_hasher: 'bcrypt',
    })
    afterTheCheck('hash', async () => {
      server.clock.advance(1)
      expect((await server.backend('PATCH', `/users/${body.id}`, { password: ownersPassword })).status).toBe(200)
    })
    const fields = { identifier: emailAddress, strategy: 'password', password: testPassword }
    const refused = await server.browser().call('POST', '/client/sign_ins', fields)
    expect([refused.status, refused.body.errors[0].code, refused.cookies]).toEqual([422, 'form_password_incorrect', []])
    expect((await server.browser().signIn(emailAddress, ownersPassword)).status).toBe('complete')
  })

  test.each(['email_code', 'reset_password_email_code'])(
    'attack: an account is locked while its code is checked (%s)',
    async (strategy) => {
      const all = await scene(server)
      const { answer } = await codeSent(all, strategy)
      const lockedUntil = server.clock.now() + 60_000
      afterTheCheck('code', () =>
        server.instance.db.updateTable('users').set({ locked_until: lockedUntil }).where('id', '=', all.userId).execute(),
      )
      const refused = await answer()
      expect([refused.status, refused.body.errors[0].code, refused.cookies]).toEqual([403, 'user_locked', []])
    },
  )

  test.each(Object.entries(ends))('attack: while the new password of a proven reset is hashed, %s', async (_name, end) => {
    const all = await scene(server)
    const { answer } = await resetProven(all)
    afterTheCheck('hash', () => end(all))
    const refused = await answer()
    expect(refused.status).toBeOneOf([400, 404])
    expect(refused.cookies).toEqual([])
    await expect(server.browser().signIn(all.lost.emailAddress, attackersPassword)).rejects.toThrow()
  })

  test('attack: a code is sent to an address that is removed while the sign-in begins', async () => {
    const all = await scene(server)
    const { deliveries } = server.instance
    const { add } = deliveries
    deliveries.add = async (tx, ...code) => {
      deliveries.add = add
      await add(tx, ...code)
      await tx.db.deleteFrom('email_addresses').where('id', '=', all.lost.id).execute()
    }
    const { answer } = await codeSent(all, 'email_code')
    const refused = await answer()
    expect(refused).toBeRefused(400, 'verification_expired')
  })
})
