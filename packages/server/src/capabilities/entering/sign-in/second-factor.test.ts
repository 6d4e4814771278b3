/** What second factors have in common, by rows of the tests' own in the matrix: what each of ours does stands in its own tests. */
import { errors } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInResource } from '../../../resources/sign-in.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { findClient } from '../../devices/clients/clients.js'
import type { Device } from '../../devices/clients/device.js'
import { verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { codeSent, codeVerified } from '../../ground/one-time-secrets/verification.js'
import { resolve, settingsOf } from '../../ground/settings/settings.js'
import type { UserRow } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import type { SecondFactor } from '../factors/factor.js'
import { factors, type Matrix } from '../factors/matrix.js'
import { password } from '../factors/password.js'
import { createSignIn } from './create-sign-in.js'
import { attemptFirstFactor, prepareFirstFactor } from './first-factor.js'
import { resetPassword } from './reset-password.js'
import { attemptSecondFactor, prepareSecondFactor } from './second-factor.js'
import type { Advanced, SignInRow } from './sign-in.js'

const rightCode = '246810'
const newPassword = 'a quite different passphrase'

/** Enrolled is whoever the app exempts from client trust, which stands for a column of its own. */
const app: SecondFactor = {
  answer: 'code',
  isOn: () => true,
  isEnrolled: (user) => (user as UserRow).bypass_client_trust === 1, // an account's user is the whole row
  offers: () => [{ strategy: 'totp' }],
  async check(instance, { account: { user } }, answer) {
    if (answer !== rightCode) throw errors.formCodeIncorrect()
    const proof = { secretId: '', purpose: 'not_me', payload: null, attempts: 1, expiresAt: instance.now() } as const
    return {
      verification: codeVerified('totp', proof),
      settle: async (tx) =>
        verifiedFactor<'second'>({ strategy: 'totp', userId: user.id, verifiedAt: tx.now(), proven: { kind: 'none' } }),
    }
  },
}
const sent: SecondFactor = { ...app, offers: () => [], prepare: async (tx) => ({ verification: codeSent(tx, 'sent') }) }
const matrix: Matrix = { ...factors, totp: [null, app, null, null, null, null], sent: [null, sent, null, null, null, null] }

describe.each(engines)('where a second factor is enrolled, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const enrol = (userId: string) => server.backend('PATCH', `/users/${userId}`, { bypass_client_trust: true })

  let made = 0
  async function person() {
    const emailAddress = `person-${++made}@example.com`
    const user = { email_address: [emailAddress], password: testPassword }
    const userId: string = (await server.backend('POST', '/users', user)).body.id
    await enrol(userId)
    return { emailAddress, userId }
  }

  /** The device as its next request finds it. */
  async function next(clientId?: string): Promise<Device> {
    const client = clientId === undefined ? null : await findClient(server.instance, clientId)
    return { client, newSecret: null, origin: null, address: '203.0.113.7', userAgent: '' }
  }
  const attempt = async ({ id, client_id }: SignInRow, code = rightCode, strategy = 'totp', device?: Device) =>
    attemptSecondFactor(server.instance, device ?? (await next(client_id)), id, { strategy, code }, matrix)
  const sessionsOf = (userId: string) =>
    server.instance.db.selectFrom('sessions').selectAll().where('user_id', '=', userId).execute()
  const code = (refusal: string) => expect.objectContaining({ errors: [expect.objectContaining({ code: refusal })] })

  /** Ways to verify the first factor, up to what is asked for then. */
  const firsts: Record<string, (emailAddress: string, device: Device) => Promise<Advanced>> = {
    'a password, in one step': (identifier, device) =>
      createSignIn(server.instance, device, { identifier, strategy: 'password', password: testPassword }, matrix),
    'a password, step by step': async (identifier, device) => {
      const { signIn, device: begun } = await createSignIn(server.instance, device, { identifier }, matrix)
      const answer = { strategy: 'password', password: testPassword }
      return attemptFirstFactor(server.instance, begun, signIn.id, answer, matrix)
    },
    'a code by mail': async (identifier, device) => {
      const { signIn, device: begun } = await createSignIn(server.instance, device, { identifier }, matrix)
      await prepareFirstFactor(server.instance, begun, signIn.id, { strategy: 'email_code' }, matrix)
      const mailed = await server.mailbox.lastCode(identifier)
      return attemptFirstFactor(server.instance, begun, signIn.id, { strategy: 'email_code', code: mailed }, matrix)
    },
    'a reset of the password': async (identifier, device) => {
      const strategy = 'reset_password_email_code'
      const begun = await createSignIn(server.instance, device, { identifier, strategy }, matrix)
      const answer = { strategy, code: await server.mailbox.lastCode(identifier) }
      const proved = await attemptFirstFactor(server.instance, begun.device, begun.signIn.id, answer, matrix)
      return resetPassword(server.instance, proved.device, proved.signIn.id, newPassword, true, matrix)
    },
  }
  const begin = async (emailAddress: string, first = 'a password, in one step') =>
    (await firsts[first]!(emailAddress, await next())).signIn

  describe.each(Object.entries(firsts))('%s', (_name, verify) => {
    test('a first factor makes no session where a second is enrolled, and gives the browser no rights', async () => {
      const { emailAddress, userId } = await person()
      const events = await server.events()
      const mails = (await server.mailbox.all()).filter(({ kind }) => kind === 'new_device_sign_in')
      const { signIn, device } = await verify(emailAddress, await next())
      expect(signIn).toMatchObject({ status: 'needs_second_factor', created_session_id: null })
      expect(await signInResource(server.instance, signIn, matrix)).toMatchObject({
        status: 'needs_second_factor',
        supported_first_factors: null,
        supported_second_factors: [{ strategy: 'totp' }],
        first_factor_verification: { status: 'verified' },
        second_factor_verification: null,
        created_session_id: null,
      })
      expect(device.newSecret).not.toBeNull()
      expect(device.client).toMatchObject({ last_active_session_id: null, sign_in_id: signIn.id })
      expect(await sessionsOf(userId)).toEqual([])
      expect((await server.events()).slice(events.length)).not.toContain('session.created')
      expect((await server.mailbox.all()).filter(({ kind }) => kind === 'new_device_sign_in')).toEqual(mails)
    })

    test('both factors sign in, and the session knows when each was verified', async () => {
      const { emailAddress, userId } = await person()
      const { signIn } = await verify(emailAddress, await next())
      const verifiedAt = server.clock.now()
      server.clock.advance(60_000)
      const events = await server.events()
      const { signIn: done, device } = await attempt(signIn)
      expect(done).toMatchObject({ status: 'complete', first_factor: null })
      expect(device.client).toMatchObject({ last_active_session_id: done.created_session_id })
      expect(await sessionsOf(userId)).toMatchObject([
        {
          id: done.created_session_id,
          status: 'active',
          first_factor_verified_at: verifiedAt,
          second_factor_verified_at: server.clock.now(),
        },
      ])
      expect((await server.events()).slice(events.length)).toEqual(['session.created'])
    })

    test('a wrong answer to the second factor signs nobody in, and the right one may still follow', async () => {
      const { emailAddress, userId } = await person()
      const { signIn } = await verify(emailAddress, await next())
      await expect(attempt(signIn, '135791')).rejects.toEqual(code('form_code_incorrect'))
      await expect(attempt(signIn, '')).rejects.toEqual(code('form_param_missing'))
      expect(await sessionsOf(userId)).toEqual([])
      expect((await attempt(signIn)).signIn).toMatchObject({ status: 'complete' })
    })

    test('a verified first factor waits ten minutes for the second', async () => {
      const { emailAddress, userId } = await person()
      const { signIn } = await verify(emailAddress, await next())
      server.clock.advance(10 * 60_000)
      await expect(attempt(signIn)).rejects.toEqual(code('verification_expired'))
      expect(await sessionsOf(userId)).toEqual([])
    })

    test.each(['ban', 'lock', 'remove_password'])('a verified first factor is stale once the app calls %s', async (verb) => {
      const { emailAddress, userId } = await person()
      const { signIn } = await verify(emailAddress, await next())
      expect((await server.backend('POST', `/users/${userId}/${verb}`)).status).toBe(200)
      await expect(attempt(signIn)).rejects.toEqual(code('resource_not_found'))
      expect(await sessionsOf(userId)).toEqual([])
    })
  })

  test('attack: a first factor whose proof was overtaken counts no more, even where its sign-in was not ended', async () => {
    const { emailAddress, userId } = await person()
    const byPassword = await begin(emailAddress)
    const byCode = await begin(emailAddress, 'a code by mail')
    const { db } = server.instance
    await db.updateTable('users').set({ password_updated_at: 1 }).where('id', '=', userId).execute()
    await db.updateTable('email_addresses').set({ verified_at: null }).where('user_id', '=', userId).execute()
    await expect(attempt(byPassword)).rejects.toEqual(code('form_password_incorrect'))
    await expect(attempt(byCode)).rejects.toEqual(code('verification_expired'))
    expect(await sessionsOf(userId)).toEqual([])
  })

  test('attack: a password that was being checked while the factor was enrolled signs nobody in', async () => {
    const emailAddress = `person-${++made}@example.com`
    const user = { email_address: [emailAddress], password: testPassword }
    const userId: string = (await server.backend('POST', '/users', user)).body.id
    const slow: Matrix = {
      ...matrix,
      password: [
        {
          ...password,
          async check(...args) {
            const claim = await password.check(...args)
            await enrol(userId)
            return claim
          },
        },
        null,
        null,
        null,
        null,
        null,
      ],
    }
    const fields = { identifier: emailAddress, strategy: 'password', password: testPassword }
    await expect(createSignIn(server.instance, await next(), fields, slow)).rejects.toEqual(code('verification_expired'))
    expect(await sessionsOf(userId)).toEqual([])
  })

  test('attack: a proof of the first factor is used a second time, for the second', async () => {
    const { emailAddress, userId } = await person()
    const signIn = await begin(emailAddress)
    for (const strategy of ['password', 'email_code', 'passkey', 'constructor'])
      await expect(attempt(signIn, rightCode, strategy)).rejects.toEqual(code('strategy_for_user_invalid'))
    const device = await next(signIn.client_id)
    const again = { strategy: 'password', password: testPassword }
    await expect(attemptFirstFactor(server.instance, device, signIn.id, again, matrix)).rejects.toEqual(
      code('verification_already_verified'),
    )
    await expect(resetPassword(server.instance, device, signIn.id, newPassword, true, matrix)).rejects.toEqual(
      code('verification_missing'),
    )
    expect(await sessionsOf(userId)).toEqual([])
  })

  test('a second factor comes after the first', async () => {
    const { emailAddress } = await person()
    const { signIn } = await createSignIn(server.instance, await next(), { identifier: emailAddress }, matrix)
    await expect(attempt(signIn)).rejects.toEqual(code('verification_missing'))
  })

  test('attack: a secret planted before the first factor was verified reaches nothing after it', async () => {
    const { emailAddress } = await person()
    const { signIn } = await createSignIn(server.instance, await next(), { identifier: emailAddress }, matrix)
    const { id, client_id } = signIn
    const [own, planted] = [await next(client_id), await next(client_id)]
    const answer = { strategy: 'password', password: testPassword }
    expect((await attemptFirstFactor(server.instance, own, id, answer, matrix)).device.newSecret).not.toBeNull()
    const fields = { strategy: 'totp', code: rightCode }
    await expect(attemptSecondFactor(server.instance, planted, id, fields, matrix)).rejects.toEqual(code('resource_not_found'))
  })

  test('attack: a second factor takes the place of the new password that a reset asks for', async () => {
    const { emailAddress } = await person()
    const strategy = 'reset_password_email_code'
    const begun = await createSignIn(server.instance, await next(), { identifier: emailAddress, strategy }, matrix)
    const answer = { strategy, code: await server.mailbox.lastCode(emailAddress) }
    const { signIn } = await attemptFirstFactor(server.instance, begun.device, begun.signIn.id, answer, matrix)
    expect(signIn.status).toBe('needs_new_password')
    await expect(attempt(signIn)).rejects.toEqual(code('verification_missing'))
  })

  test("attack: somebody else's browser goes on with a sign-in up to its second factor", async () => {
    const { emailAddress } = await person()
    const stranger = await begin((await person()).emailAddress)
    const signIn = await begin(emailAddress)
    await expect(attempt(signIn, rightCode, 'totp', await next(stranger.client_id))).rejects.toEqual(code('resource_not_found'))
  })

  test('of two right second factors at once, one signs in', async () => {
    const { emailAddress, userId } = await person()
    const signIn = await begin(emailAddress)
    const answers = await Promise.allSettled([attempt(signIn), attempt(signIn)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await sessionsOf(userId)).toHaveLength(1)
  })

  test('a challenge of a second factor is sent and remembered, where the factor has one', async () => {
    const { emailAddress } = await person()
    const signIn = await begin(emailAddress)
    const browser = await next(signIn.client_id)
    await expect(prepareSecondFactor(server.instance, browser, signIn.id, { strategy: 'totp' }, matrix)).rejects.toEqual(
      code('strategy_for_user_invalid'),
    )
    const prepared = await prepareSecondFactor(server.instance, browser, signIn.id, { strategy: 'sent' }, matrix)
    expect(await signInResource(server.instance, prepared, matrix)).toMatchObject({
      status: 'needs_second_factor',
      first_factor_verification: { status: 'verified', strategy: 'password' },
      second_factor_verification: { status: 'unverified', strategy: 'sent' },
    })
  })

  test('a reset changes the password before the second factor, and ends the other sessions and sign-ins', async () => {
    const { emailAddress, userId } = await person()
    const earlier = await begin(emailAddress)
    await attempt(await begin(emailAddress))
    const signIn = await begin(emailAddress, 'a reset of the password')
    expect(await sessionsOf(userId)).toMatchObject([{ status: 'revoked' }])
    await expect(attempt(earlier)).rejects.toEqual(code('resource_not_found'))
    expect((await attempt(signIn)).signIn).toMatchObject({ status: 'complete' })
    const { password_digest } = await server.instance.db
      .selectFrom('users')
      .select('password_digest')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    expect(await server.instance.passwords.verify(newPassword, password_digest)).toBeTruthy()
  })

  test('the owner is told of a new device only once both factors are verified', async () => {
    const { emailAddress } = await person()
    await attempt(await begin(emailAddress))
    const told = async () =>
      (await server.mailbox.all()).filter(({ to, kind }) => to === emailAddress && kind === 'new_device_sign_in')
    const signIn = await begin(emailAddress)
    expect(await told()).toEqual([])
    await attempt(signIn)
    expect(await told()).toHaveLength(1)
  })
})

test.each(engines)('a sign-in that needs no second factor is offered none on %s', async (engine) => {
  const server = await testServer(engine)
  await server.browser().signUp('jane@example.com')
  const browser = server.browser()
  const { body } = await browser.call('POST', '/client/sign_ins', { identifier: 'jane@example.com' })
  for (const step of ['prepare_second_factor', 'attempt_second_factor']) {
    const fields = { strategy: 'totp', code: rightCode }
    const refused = await browser.call('POST', `/client/sign_ins/${body.response.id}/${step}`, fields)
    expect(refused).toBeRefused(400, 'verification_missing')
    expect(refused.cookies).toEqual([])
  }
  await server.close()
})

test('a factor of one account completes no sign-in to another', () => {
  const factor = (userId: string) => ({ strategy: 'any', userId, verifiedAt: 0, proven: { kind: 'none' } }) as const
  const user = { id: 'user_1' } as UserRow
  const settings = settingsOf(resolve({}, {}))
  const [own, others] = [verifiedFactor<'first'>(factor('user_1')), verifiedFactor<'second'>(factor('user_2'))]
  expect(() => complete(settings, user, [own, others], matrix)).toThrow('proves nothing')
  expect(() => complete(settings, { ...user, id: 'user_2' }, [own], matrix)).toThrow('proves nothing')
  expect(complete(settings, user, [own], matrix)).toMatchObject({ userId: 'user_1', secondFactor: null })
})
