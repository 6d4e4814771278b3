import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

describe.each(engines)('a sign-in on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('a sign-in asks for the identifier, then for the password, and signs in', async () => {
    await server.browser().signUp('jane@example.com', { first_name: 'Jane' })
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ins', { identifier: ' JANE@example.com', locale: 'en-GB' })
    expect(begun.status).toBe(200)
    expect(begun.cookies).toEqual([server.clientCookie])
    expect(begun.body.response).toMatchObject({
      status: 'needs_first_factor',
      supported_first_factors: [
        { strategy: 'password' },
        { strategy: 'email_code', safe_identifier: 'jane@example.com', primary: true },
        { strategy: 'reset_password_email_code', safe_identifier: 'jane@example.com', primary: true },
      ],
      user_data: null,
      first_factor_verification: null,
    })
    expect(begun.body.client).toMatchObject({ sessions: [], sign_in: begun.body.response })
    const { id } = begun.body.response
    expect((await browser.call('GET', `/client/sign_ins/${id}`)).body.response).toEqual(begun.body.response)

    const wrong = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'password',
      password: 'a wrong one',
    })
    expect(summary(wrong)).toEqual([422, 'form_password_incorrect', 'password'])
    const done = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'password',
      password: testPassword,
    })
    expect(done.body.response).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', strategy: 'password' },
      supported_first_factors: null,
      user_data: { first_name: 'Jane', last_name: null, has_image: false },
    })
    expect(done.body.client).toMatchObject({
      sign_in: null,
      last_active_session_id: done.body.response.created_session_id,
      last_authentication_strategy: 'password',
      sessions: [{ id: done.body.response.created_session_id, status: 'active' }],
    })
    expect(done.cookies.at(-1)).toBe(server.clientCookie)
    frontendApi.signIns.createSignIn.shapes.response.parse(begun.body.response)
    frontendApi.signIns.createSignIn.shapes.response.parse(done.body.response)
    expect(await eventsSince()).toEqual(['session.created'])
    expect((await browser.call('GET', `/client/sign_ins/${id}`)).body.response).toEqual(done.body.response)
    expect(await server.browser().call('GET', `/client/sign_ins/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('a sign-in takes identifier and password in one step, and leaves nothing behind when they are wrong', async () => {
    const emailAddress = 'onestep@example.com'
    await server.browser().signUp(emailAddress)
    const before = await rowCounts(server)
    const browser = server.browser()
    const refusals: Array<[Record<string, unknown>, unknown[]]> = [
      [{ identifier: emailAddress, strategy: 'password', password: 'wrong' }, [422, 'form_password_incorrect', 'password']],
      [{ identifier: emailAddress, strategy: 'password' }, [422, 'form_param_missing', 'password']],
      [{ identifier: emailAddress, strategy: 'oauth_google' }, [400, 'strategy_for_user_invalid', 'strategy']],
      [{ identifier: 'nobody@example.com', strategy: 'oauth_google' }, [400, 'strategy_for_user_invalid', 'strategy']],
      [{ strategy: 'passkey' }, [422, 'form_param_value_invalid', 'strategy']],
      [{ strategy: 'password', password: 'x' }, [422, 'form_param_missing', 'identifier']],
      [{ identifier: emailAddress, strategy: 'email_code', code: '123456' }, [400, 'verification_missing', undefined]],
      [
        { identifier: 'nobody@example.com', strategy: 'password', password: 'x' },
        [422, 'form_identifier_not_found', 'identifier'],
      ],
      [{ identifier: 'nobody@example.com' }, [422, 'form_identifier_not_found', 'identifier']],
    ]
    for (const [fields, refusal] of refusals)
      expect(summary(await browser.call('POST', '/client/sign_ins', fields)), JSON.stringify(fields)).toEqual(refusal)
    expect(await rowCounts(server)).toEqual(before)
    expect(browser.cookies.header()).toBe('')

    const fields = { identifier: emailAddress, strategy: 'password', password: testPassword }
    const done = await browser.call('POST', '/client/sign_ins', fields)
    expect(done.body.response.status).toBe('complete')
    expect(done.cookies).toContain('__session')
  })

  test('a sign-in may begin without an identifier', async () => {
    const { body } = await server.browser().call('POST', '/client/sign_ins')
    expect(body.response).toMatchObject({ status: 'needs_identifier', identifier: null, supported_first_factors: null })
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ins')
    const refused = await browser.call('POST', `/client/sign_ins/${begun.body.response.id}/attempt_first_factor`, {
      strategy: 'password',
      password: testPassword,
    })
    expect(refused.body.errors[0].code).toBe('strategy_for_user_invalid')
  })

  test.each(['passkey', 'constructor', '__proto__'])('a sign-in knows no strategy of the name %s', async (strategy) => {
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: 'jane@example.com' })
    for (const step of ['prepare_first_factor', 'attempt_first_factor']) {
      const refused = await browser.call('POST', `/client/sign_ins/${body.response.id}/${step}`, { strategy, code: '424242' })
      expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'strategy_for_user_invalid'])
    }
  })

  test('a sign-in works with a code by mail', async () => {
    const emailAddress = 'bycode@example.com'
    await server.browser().signUp(emailAddress)
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    expect(begun.body.response).toMatchObject({
      status: 'needs_first_factor',
      first_factor_verification: {
        status: 'unverified',
        strategy: 'email_code',
        expire_at: server.clock.now() + 600_000,
      },
    })
    const { id } = begun.body.response
    const first = await server.mailbox.lastCode(emailAddress)
    const second = await sendCode(server, browser, id, 'email_code', emailAddress, first)
    expect(summary(await attempt(browser, id, 'email_code', first))).toEqual([422, 'form_code_incorrect', 'code'])
    expect(summary(await attempt(browser, id, 'reset_password_email_code', second))).toEqual([
      400,
      'verification_missing',
      undefined,
    ])
    const done = await attempt(browser, id, 'email_code', second)
    expect(done.body.response).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', attempts: 2, expire_at: server.clock.now() + 600_000 },
    })
    expect(done.body.client).toMatchObject({ last_authentication_strategy: 'email_code', sign_in: null })
    expect(await eventsSince()).toEqual(['session.created'])

    const replay = server.browser()
    const other = await replay.call('POST', '/client/sign_ins', { identifier: emailAddress })
    expect(summary(await attempt(replay, other.body.response.id, 'email_code', second))).toEqual([
      400,
      'verification_missing',
      undefined,
    ])
    expect(summary(await attempt(browser, id, 'email_code', second))).toEqual([404, 'resource_not_found', undefined])
  })

  test('a sign-in code expires after ten minutes, and a sign-in after a day', async () => {
    const emailAddress = 'slow@example.com'
    await server.browser().signUp(emailAddress)
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    const code = await server.mailbox.lastCode(emailAddress)
    server.clock.advance(600_000)
    expect(summary(await attempt(browser, body.response.id, 'email_code', code))).toEqual([
      400,
      'verification_expired',
      undefined,
    ])
    server.clock.advance(24 * 3600_000)
    expect((await browser.call('GET', `/client/sign_ins/${body.response.id}`)).status).toBe(404)
    expect((await browser.call('POST', '/client')).body.client.sign_in).toBeNull()
  })

  test('a forgotten password is replaced with a code by mail, and the other devices are signed out', async () => {
    const emailAddress = 'forgetful@example.com'
    const device = server.browser()
    await device.signUp(emailAddress)
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ins', {
      identifier: emailAddress,
      strategy: 'reset_password_email_code',
    })
    const { id } = begun.body.response
    const code = await server.mailbox.lastCode(emailAddress)
    expect(summary(await reset(browser, id, 'a new password'))).toEqual([400, 'verification_missing', undefined])
    const verified = await attempt(browser, id, 'reset_password_email_code', code)
    expect(verified.body.response).toMatchObject({ status: 'needs_new_password', created_session_id: null })
    expect(verified.body.client).toMatchObject({ sessions: [], sign_in: { id, status: 'needs_new_password' } })
    expect(verified.cookies).not.toContain('__session')

    // Neither a second code nor the old password moves it on from there.
    for (const strategy of ['password', 'email_code'])
      expect((await attempt(browser, id, strategy, testPassword)).body.errors[0].code).toBe('verification_already_verified')
    expect(summary(await reset(browser, id, 'short'))).toEqual([422, 'form_password_length_too_short', 'password'])
    expect(await eventsSince()).toEqual([])

    const done = await reset(browser, id, 'a new password', true)
    expect(done.body.response).toMatchObject({ status: 'complete', created_session_id: expect.any(String) })
    expect(await eventsSince()).toEqual(['user.updated', 'session.created', 'session.revoked'])
    expect((await device.call('GET', '/client')).body.response.sessions).toEqual([])
    await expect(server.browser().signIn(emailAddress)).rejects.toThrow('form_password_incorrect')
    expect((await server.browser().signIn(emailAddress, 'a new password')).status).toBe('complete')
  })

  test('a new password may leave the other devices signed in, and must come while the code would still be good', async () => {
    const emailAddress = 'calm@example.com'
    const device = server.browser()
    await device.signUp(emailAddress)
    const late = await verifiedReset(server, emailAddress)
    server.clock.advance(600_000)
    expect(summary(await reset(late.browser, late.id, 'a new password'))).toEqual([400, 'verification_expired', undefined])

    const { browser, id } = await verifiedReset(server, emailAddress)
    expect((await reset(browser, id, 'a new password')).body.response.status).toBe('complete')
    expect((await device.call('GET', '/client')).body.response.sessions).toHaveLength(1)
  })

  test('a person who is signed in already is told so, and a second account stands beside the first', async () => {
    const browser = server.browser()
    const first = await browser.signUp('first@example.com')
    await server.browser().signUp('second@example.com')
    server.clock.advance(1_000)
    const again = await browser.call('POST', '/client/sign_ins', { identifier: 'first@example.com' })
    expect(summary(again)).toEqual([400, 'identifier_already_signed_in', undefined])
    expect(again.body.errors[0].meta.session_id).toBe(first.created_session_id)

    const second = await browser.signIn('second@example.com')
    const client = (await browser.call('GET', '/client')).body.response
    expect(client.sessions.map((session: AnyBody) => session.id)).toEqual([first.created_session_id, second.created_session_id])
    expect(client.last_active_session_id).toBe(second.created_session_id)
  })

  test('of two tabs that finish the same sign-in one does, and there is one session', async () => {
    const emailAddress = 'tabs@example.com'
    await server.browser().signUp(emailAddress)
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    const code = await server.mailbox.lastCode(emailAddress)
    const answers = await Promise.all([1, 2].map(() => attempt(browser, body.response.id, 'email_code', code)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.find((answer) => answer.status !== 200)?.status).toBeOneOf([400, 404])
    expect(await eventsSince()).toEqual(['session.created'])
  })

  test('a sign-in is not found by another browser', async () => {
    await server.browser().signUp('private@example.com')
    const { body } = await server.browser().call('POST', '/client/sign_ins', { identifier: 'private@example.com' })
    const stranger = server.browser()
    await stranger.call('POST', '/client/sign_ins')
    const path = `/client/sign_ins/${body.response.id}`
    const answers = [
      await stranger.call('GET', path),
      await stranger.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code' }),
      await attempt(stranger, body.response.id, 'password', testPassword),
      await reset(stranger, body.response.id, 'a new password'),
    ]
    expect(answers.map(summary)).toEqual(Array(4).fill([404, 'resource_not_found', undefined]))
  })

  test('a banned account answers that it is banned only to the right password', async () => {
    const { created_user_id: userId } = await server.browser().signUp('banned@example.com')
    await server.instance.db.updateTable('users').set({ banned: 1 }).where('id', '=', userId).execute()
    const browser = server.browser()
    const fields = { identifier: 'banned@example.com', strategy: 'password' }
    expect(summary(await browser.call('POST', '/client/sign_ins', { ...fields, password: 'wrong' }))).toEqual([
      422,
      'form_password_incorrect',
      'password',
    ])
    const refused = await browser.call('POST', '/client/sign_ins', { ...fields, password: testPassword })
    expect(summary(refused)).toEqual([403, 'user_banned', undefined])
    expect(refused.cookies).toEqual([])
  })
})

describe.each(engines)('identifiers and single sessions on %s', (engine) => {
  test('a username signs in where usernames are on, however it is spelled', async () => {
    const server = await testServer(engine, { attributes: { username: 'optional' } })
    await server.browser().signUp('jo@example.com', { username: 'Jörg_K' })
    for (const identifier of ['jörg_k', 'JÖRG_K', 'Jo\u0308rg_K', ' Jörg_K '])
      expect((await server.browser().signIn(identifier)).status, identifier).toBe('complete')
    const begun = await server.browser().call('POST', '/client/sign_ins', { identifier: 'jörg_k' })
    expect(begun.body.response.supported_identifiers).toEqual(['email_address', 'username'])
    await server.close()
  })

  test('a username from earlier identifies nobody where usernames are off', async () => {
    const server = await testServer(engine)
    const { created_user_id: userId } = await server.browser().signUp()
    await server.instance.db.updateTable('users').set({ username: 'old', username_key: 'old' }).where('id', '=', userId).execute()
    const refused = await server.browser().call('POST', '/client/sign_ins', { identifier: 'old' })
    expect(summary(refused)).toEqual([422, 'form_identifier_not_found', 'identifier'])
    await server.close()
  })

  test('with single sessions nobody signs in beside somebody who is signed in', async () => {
    const server = await testServer(engine, { session: { single: true } })
    const browser = server.browser()
    await browser.signUp('first@example.com')
    await server.browser().signUp('second@example.com')
    const refused = await browser.call('POST', '/client/sign_ins', { identifier: 'second@example.com' })
    expect(summary(refused)).toEqual([400, 'session_exists', undefined])
    await server.close()
  })
})

test('attack: a sign-in with the old password is under way while the password is changed', async () => {
  const server = await testServer('sqlite')
  const { created_user_id: userId } = await server.browser().signUp('jane@example.com')
  const { passwords } = server.instance
  const verify = passwords.verify
  passwords.verify = async (password, digest) => {
    const fits = await verify(password, digest)
    server.clock.advance(1)
    await server.instance.db
      .updateTable('users')
      .set({ password_updated_at: server.clock.now() })
      .where('id', '=', userId)
      .execute()
    return fits
  }
  await expect(server.browser().signIn('jane@example.com')).rejects.toThrow('form_password_incorrect')
  await server.close()
})

async function verifiedReset(server: TestServer, emailAddress: string): Promise<{ browser: TestBrowser; id: string }> {
  const browser = server.browser()
  const strategy = 'reset_password_email_code'
  const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy })
  await attempt(browser, body.response.id, strategy, await server.mailbox.lastCode(emailAddress))
  return { browser, id: body.response.id }
}

const attempt = (browser: TestBrowser, id: string, strategy: string, answer: string) =>
  browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
    strategy,
    [strategy === 'password' ? 'password' : 'code']: answer,
  })

const reset = (browser: TestBrowser, id: string, password: string, signOutOfOtherSessions = false) =>
  browser.call('POST', `/client/sign_ins/${id}/reset_password`, {
    password,
    sign_out_of_other_sessions: signOutOfOtherSessions,
  })

/** Sends another code, until it is another one. */
async function sendCode(
  server: TestServer,
  browser: TestBrowser,
  id: string,
  strategy: string,
  emailAddress: string,
  earlier: string,
): Promise<string> {
  let code = earlier
  while (code === earlier) {
    await browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { strategy })
    code = await server.mailbox.lastCode(emailAddress)
  }
  return code
}

const summary = ({ status, body }: { status: number; body: AnyBody }) => [
  status,
  body.errors?.[0].code,
  body.errors?.[0].meta.param_name,
]

async function newEvents(server: TestServer): Promise<() => Promise<string[]>> {
  const before = (await server.events()).length
  return async () => (await server.events()).slice(before)
}

/** How many rows each table has that a Frontend API call could add to. */
async function rowCounts({ instance: { db } }: TestServer): Promise<Record<string, number>> {
  const tables = ['clients', 'sign_ins', 'sessions', 'one_time_secrets', 'events', 'messages'] as const
  const counts = await Promise.all(tables.map((table) => db.selectFrom(table).select('id').execute()))
  return Object.fromEntries(tables.map((table, at) => [table, counts[at]!.length]))
}
