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

describe.each(engines)('a sign-up on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('a sign-up goes from address and password through the code to a user who is signed in', async () => {
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', {
      email_address: 'Jane@Example.com',
      password: testPassword,
      first_name: 'Jane',
      last_name: '',
      unsafe_metadata: { plan: 'Pro', __seen: [1] },
      locale: 'EN-gb',
      timezone: 'Europe/Berlin',
      captcha_token: 'none',
    })
    expect(created.status).toBe(200)
    expect(created.cookies).toEqual([server.clientCookie])
    expect(created.body.response).toMatchObject({
      status: 'missing_requirements',
      email_address: 'jane@example.com',
      missing_fields: [],
      unverified_fields: ['email_address'],
      verifications: { email_address: null },
      password_enabled: true,
    })
    expect(created.body.client.sign_up).toEqual(created.body.response)

    const id = created.body.response.id
    const prepared = await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
    expect(prepared.body.response.verifications.email_address).toMatchObject({
      status: 'unverified',
      next_action: 'needs_attempt',
      expire_at: server.clock.now() + 600_000,
    })
    expect(prepared.body.client.sign_up).toEqual(prepared.body.response)
    expect((await browser.call('GET', `/client/sign_ups/${id}`)).body.response).toEqual(prepared.body.response)

    const code = await server.mailbox.lastCode('jane@example.com')
    const done = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    expect(done.status).toBe(200)
    expect(done.body.response).toMatchObject({ status: 'complete', missing_fields: [], password_enabled: true })
    expect(done.cookies.at(-1)).toBe(server.clientCookie)
    expect(done.cookies).toContain('__session')
    expect(done.body.client.sign_up).toBeNull()
    expect(done.body.client.last_active_session_id).toBe(done.body.response.created_session_id)
    expect(done.body.client.sessions[0].user).toMatchObject({
      id: done.body.response.created_user_id,
      first_name: 'Jane',
      last_name: null,
      locale: 'en-GB',
      timezone: 'Europe/Berlin',
      primary_email_address_id: expect.any(String),
      email_addresses: [{ verification: { status: 'verified', attempts: 1, expire_at: server.clock.now() + 600_000 } }],
      unsafe_metadata: { plan: 'Pro', __seen: [1] },
    })
    frontendApi.signUps.createSignUp.shapes.response.parse(done.body.response)
    frontendApi.clients.getClient.shapes.response.parse(done.body.client)
    expect(await eventsSince()).toEqual(['user.created', 'session.created'])

    const again = await browser.call('GET', `/client/sign_ups/${id}`)
    expect(again.body.response).toEqual(done.body.response)
    expect(await server.browser().call('GET', `/client/sign_ups/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test.each([
    ['fr-ca', 'fr-CA'],
    ['', null],
    ['en-US@posix', null],
  ])('a browser that reports the locale %j can sign up; its user has %j', async (locale, kept) => {
    const { created_user_id: id } = await server.browser().signUp(undefined, { locale })
    expect((await server.backend('GET', `/users/${id}`)).body.locale).toBe(kept)
  })

  test.each([
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['', null],
    ['Europe/Atlantis', null],
  ])('a browser that reports the time zone %j can sign up; its user has %j', async (timezone, kept) => {
    const { created_user_id: id } = await server.browser().signUp(undefined, { timezone })
    expect((await server.backend('GET', `/users/${id}`)).body.timezone).toBe(kept)
  })

  test('a code for a sign-up can be asked for with the first call, or with the one that brings the address', async () => {
    const verification = { status: 'unverified', next_action: 'needs_attempt', expire_at: server.clock.now() + 600_000 }
    const attempt = async (browser: TestBrowser, id: string, to: string) => {
      const code = await server.mailbox.lastCode(to)
      return browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    }

    const quick = server.browser()
    const fields = { email_address: 'quick@example.com', password: testPassword, strategy: 'email_code' }
    const created = await quick.call('POST', '/client/sign_ups', fields)
    expect(created.body.response.verifications.email_address).toMatchObject(verification)
    expect((await attempt(quick, created.body.response.id, 'quick@example.com')).body.response.status).toBe('complete')

    const slow = server.browser()
    const { id } = (await slow.call('POST', '/client/sign_ups', { password: testPassword })).body.response
    const updated = await slow.call('PATCH', `/client/sign_ups/${id}`, {
      email_address: 'unhurried@example.com',
      strategy: 'email_code',
    })
    expect(updated.body.response.verifications.email_address).toMatchObject(verification)
    expect((await attempt(slow, id, 'unhurried@example.com')).body.response.status).toBe('complete')
  })

  test('a code that a sign-up asks for without an address is refused, and nothing begins', async () => {
    const before = await server.mailbox.all()
    const browser = server.browser()
    const { status, body } = await browser.call('POST', '/client/sign_ups', { password: testPassword, strategy: 'email_code' })
    expect({ status, body }).toBeRefused(422, 'form_param_missing', 'email_address')
    expect(await server.mailbox.all()).toEqual(before)
    expect((await browser.call('GET', '/client')).body.response).toBeNull()
  })

  test('a wrong code is refused, and three of them use the code of a sign-up up until another is sent', async () => {
    const browser = server.browser()
    const id = await begun(browser, 'guesser@example.com')
    const first = await sendCode(server, browser, id, 'guesser@example.com')
    for (let guess = 0; guess < 3; guess++)
      expect(summary(await attempt(browser, id, otherThan(first)))).toEqual([422, 'form_code_incorrect', 'code'])
    expect(summary(await attempt(browser, id, first))).toEqual([400, 'verification_failed', undefined])

    const second = await sendCode(server, browser, id, 'guesser@example.com')
    expect((await attempt(browser, id, second)).body.response.status).toBe('complete')
  })

  test('another code for a sign-up replaces the first', async () => {
    const browser = server.browser()
    const id = await begun(browser, 'twice@example.com')
    const first = await sendCode(server, browser, id, 'twice@example.com')
    let second = await sendCode(server, browser, id, 'twice@example.com')
    while (second === first) second = await sendCode(server, browser, id, 'twice@example.com')
    expect(summary(await attempt(browser, id, first))).toEqual([422, 'form_code_incorrect', 'code'])
    expect((await attempt(browser, id, ` ${second.slice(0, 3)}-${second.slice(3)} `)).status).toBe(200)
  })

  test('a sign-up code expires after ten minutes', async () => {
    const browser = server.browser()
    const id = await begun(browser, 'slow@example.com')
    const code = await sendCode(server, browser, id, 'slow@example.com')
    server.clock.advance(600_000)
    expect(summary(await attempt(browser, id, code))).toEqual([400, 'verification_expired', undefined])
  })

  test('a sign-up expires after a day, and a code that was never sent verifies nothing', async () => {
    const browser = server.browser()
    const id = await begun(browser, 'late@example.com')
    expect(summary(await attempt(browser, id, '123456'))).toEqual([400, 'verification_missing', undefined])
    server.clock.advance(24 * 3600_000)
    expect((await browser.call('GET', `/client/sign_ups/${id}`)).status).toBe(404)
    expect((await browser.call('POST', '/client')).body.client.sign_up).toBeNull()
  })

  test('a missing field completes the sign-up when it comes after the code', async () => {
    const eventsSince = await newEvents(server)
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', { email_address: 'later@example.com' })
    expect(created.body.response).toMatchObject({ missing_fields: ['password'], password_enabled: false })
    const { id } = created.body.response
    const verified = await attempt(browser, id, await sendCode(server, browser, id, 'later@example.com'))
    expect(verified.body.response).toMatchObject({
      status: 'missing_requirements',
      missing_fields: ['password'],
      unverified_fields: [],
      verifications: { email_address: { status: 'verified', next_action: '' } },
    })
    expect(verified.body.client.sessions).toEqual([])
    expect(await eventsSince()).toEqual([])
    expect(summary(await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`))).toEqual([
      400,
      'verification_already_verified',
      undefined,
    ])

    const short = await browser.call('PATCH', `/client/sign_ups/${id}`, { password: 'short' })
    expect(summary(short)).toEqual([422, 'form_password_length_too_short', 'password'])
    const done = await browser.call('PATCH', `/client/sign_ups/${id}`, { password: testPassword })
    expect(done.body.response.status).toBe('complete')
    expect(done.body.client.sessions[0].user.password_enabled).toBe(true)
    expect(await eventsSince()).toEqual(['user.created', 'session.created'])
  })

  test('another address in a sign-up needs a code of its own', async () => {
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', { email_address: 'mine@example.com' })
    const { id } = created.body.response
    const code = await sendCode(server, browser, id, 'mine@example.com')
    await attempt(browser, id, code)
    const changed = await browser.call('PATCH', `/client/sign_ups/${id}`, {
      email_address: 'theirs@example.com',
      password: testPassword,
    })
    expect(changed.body.response).toMatchObject({ status: 'missing_requirements', unverified_fields: ['email_address'] })
    expect(summary(await attempt(browser, id, code))).toEqual([400, 'verification_missing', undefined])
  })

  test('a sign-up refuses an address or password that is out of the question, with its name', async () => {
    const browser = server.browser()
    await server.browser().signUp('taken@example.com')
    const cases: Array<[Record<string, unknown>, unknown[]]> = [
      [{ email_address: 'TAKEN@example.com' }, [422, 'form_identifier_exists', 'email_address']],
      [{ email_address: 'no address' }, [422, 'form_param_format_invalid', 'email_address']],
      [{ email_address: 'ok@example.com', password: 'x'.repeat(129) }, [422, 'form_password_length_too_long', 'password']],
      [{ username: 'jane' }, [422, 'form_param_unknown', 'username']],
    ]
    for (const [fields, refusal] of cases)
      expect(summary(await browser.call('POST', '/client/sign_ups', fields)), JSON.stringify(fields)).toEqual(refusal)
    expect(browser.cookies.header()).toBe('')
  })

  test('of two browsers that finish the same address one gets it, and the other leaves nothing behind', async () => {
    const eventsSince = await newEvents(server)
    const browsers = [server.browser(), server.browser()]
    const attempts = []
    for (const browser of browsers) {
      const id = await begun(browser, 'both@example.com')
      attempts.push({ browser, id, code: await sendCode(server, browser, id, 'both@example.com') })
    }
    const answers = await Promise.all(attempts.map(({ browser, id, code }) => attempt(browser, id, code)))

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422])
    const loser = answers.findIndex((answer) => answer.status === 422)
    expect(summary(answers[loser]!)).toEqual([422, 'form_identifier_exists', 'email_address'])
    expect(answers[loser]!.cookies).toEqual([])
    expect(await eventsSince()).toEqual(['user.created', 'session.created'])
    const client = await browsers[loser]!.call('GET', '/client')
    expect(client.body.response).toMatchObject({ sessions: [], sign_up: { status: 'missing_requirements' } })
  })

  test('a second account that signs up in the same browser stands beside the first', async () => {
    const browser = server.browser()
    const first = await browser.signUp()
    server.clock.advance(1_000)
    const second = await browser.signUp()
    const client = (await browser.call('GET', '/client')).body.response
    expect(client.sessions.map((session: AnyBody) => session.id)).toEqual([first.created_session_id, second.created_session_id])
    expect(client.last_active_session_id).toBe(second.created_session_id)
  })

  test('a sign-up is not found by another browser', async () => {
    const id = await begun(server.browser(), 'private@example.com')
    const stranger = server.browser()
    await begun(stranger, 'stranger@example.com')
    const answers = [
      await stranger.call('GET', `/client/sign_ups/${id}`),
      await stranger.call('PATCH', `/client/sign_ups/${id}`, { first_name: 'Eve' }),
      await stranger.call('POST', `/client/sign_ups/${id}/prepare_verification`),
      await attempt(stranger, id, '123456'),
      await server.browser().call('GET', `/client/sign_ups/${id}`),
    ]
    expect(answers.map(summary)).toEqual(Array(5).fill([404, 'resource_not_found', undefined]))
  })

  test('attack: the address is changed while the code for the old one, or a password, is being checked', async () => {
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', { email_address: 'victim@example.com' })
    const { id } = created.body.response
    const { passwords } = server.instance
    const hash = passwords.hash
    // While this request hashes its password, another one verifies an address of the attacker's own.
    passwords.hash = async (password) => {
      passwords.hash = hash
      await browser.call('PATCH', `/client/sign_ups/${id}`, { email_address: 'attacker@example.com' })
      await attempt(browser, id, await sendCode(server, browser, id, 'attacker@example.com'))
      return hash(password)
    }
    const raced = await browser.call('PATCH', `/client/sign_ups/${id}`, {
      email_address: 'victim@example.com',
      password: testPassword,
    })
    expect(summary(raced)).toEqual([404, 'resource_not_found', undefined])
    expect((await browser.call('GET', '/client')).body.response.sessions).toEqual([])
  })

  test('attack: the digest of a password outlives its sign-up', async () => {
    const browser = server.browser()
    const done = await browser.signUp()
    const row = await server.instance.db
      .selectFrom('sign_ups')
      .select('password_digest')
      .where('id', '=', done.id)
      .executeTakeFirstOrThrow()
    expect(row.password_digest).toBe('')
  })
})

describe.each(engines)('what a sign-up asks for on %s', (engine) => {
  test('required usernames and names are missing from a sign-up until they are there', async () => {
    const server = await testServer(engine, { attributes: { username: 'required', firstName: 'required', lastName: 'off' } })
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', { email_address: 'a@example.com', password: testPassword })
    expect(created.body.response).toMatchObject({
      required_fields: ['email_address', 'password', 'username', 'first_name'],
      optional_fields: [],
      missing_fields: ['username', 'first_name'],
    })
    const { id } = created.body.response
    const verified = await attempt(browser, id, await sendCode(server, browser, id, 'a@example.com'))
    expect(verified.body.response.status).toBe('missing_requirements')
    const refused: Array<[Record<string, unknown>, unknown[]]> = [
      [{ last_name: 'Doe' }, [422, 'form_param_unknown', 'last_name']],
      [{ username: 'abc' }, [422, 'form_username_invalid_length', 'username']],
      [{ username: '12345' }, [422, 'form_username_needs_non_number_char', 'username']],
      [{ username: 'with space' }, [422, 'form_username_invalid_character', 'username']],
      [{ username: 'ﷺ-jane' }, [422, 'form_username_invalid_character', 'username']], // normalized it holds spaces
    ]
    for (const [fields, refusal] of refused)
      expect(summary(await browser.call('PATCH', `/client/sign_ups/${id}`, fields)), JSON.stringify(fields)).toEqual(refusal)

    const partly = await browser.call('PATCH', `/client/sign_ups/${id}`, { username: 'Jane_Doe' })
    expect(partly.body.response.missing_fields).toEqual(['first_name'])
    const done = await browser.call('PATCH', `/client/sign_ups/${id}`, { first_name: ' Jane ' })
    expect(done.body.response.status).toBe('complete')
    expect(done.body.client.sessions[0].user).toMatchObject({ username: 'Jane_Doe', first_name: 'Jane' })
    await server.close()
  })

  test('of two browsers that finish the same username one gets it, and the other may choose again', async () => {
    const server = await testServer(engine, { attributes: { username: 'optional' } })
    const [first, second] = [server.browser(), server.browser()]
    const firstId = await begun(first, 'first@example.com', { username: 'Robin' })
    const secondId = await begun(second, 'second@example.com', { username: 'ROBIN' })
    const codes = [
      await sendCode(server, first, firstId, 'first@example.com'),
      await sendCode(server, second, secondId, 'second@example.com'),
    ]
    expect((await attempt(first, firstId, codes[0]!)).status).toBe(200)
    expect(summary(await attempt(second, secondId, codes[1]!))).toEqual([422, 'form_identifier_exists', 'username'])
    expect(await server.events()).toEqual(['user.created', 'session.created'])

    const taken = await second.call('PATCH', `/client/sign_ups/${secondId}`, { username: 'robin' })
    expect(summary(taken)).toEqual([422, 'form_identifier_exists', 'username'])
    await second.call('PATCH', `/client/sign_ups/${secondId}`, { username: 'robin2' })
    expect((await attempt(second, secondId, codes[1]!)).body.response.status).toBe('complete')
    await server.close()
  })

  test('with single sessions nobody signs up beside somebody who is signed in', async () => {
    const server = await testServer(engine, { session: { single: true } })
    const browser = server.browser()
    await browser.signUp()
    const refused = await browser.call('POST', '/client/sign_ups', { email_address: 'two@example.com' })
    expect(summary(refused)).toEqual([400, 'session_exists', undefined])
    await browser.call('DELETE', '/client/sessions')
    expect((await browser.signUp('two@example.com')).status).toBe('complete')
    await server.close()
  })
})

describe.each([
  ['development', '424242', 200],
  ['production', '424242', 422],
] as const)('a test address in %s', (environment, code, status) => {
  test(`a test address in ${environment} is answered ${status} for the known code`, async () => {
    const server = await testServer('sqlite', { environment })
    const browser = server.browser()
    const id = await begun(browser, 'jane+clerk_test@example.com')
    await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`)
    if (environment === 'production')
      expect(await server.mailbox.lastCode('jane+clerk_test@example.com')).toMatch(/^(?!424242)\d{6}$/)
    expect((await attempt(browser, id, code)).status).toBe(status)
    await server.close()
  })
})

test('an ordinary address never has the known code', async () => {
  const server = await testServer('sqlite')
  const browser = server.browser()
  const id = await begun(browser, 'clerk_test@example.com')
  expect(await sendCode(server, browser, id, 'clerk_test@example.com')).not.toBe('424242')
  expect((await attempt(browser, id, '424242')).status).toBe(422)
  await server.close()
})

async function begun(browser: TestBrowser, emailAddress: string, fields: Record<string, unknown> = {}): Promise<string> {
  const { body } = await browser.call('POST', '/client/sign_ups', {
    email_address: emailAddress,
    password: testPassword,
    ...fields,
  })
  return body.response.id
}

async function sendCode(server: TestServer, browser: TestBrowser, id: string, emailAddress: string): Promise<string> {
  await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
  return server.mailbox.lastCode(emailAddress)
}

const attempt = (browser: TestBrowser, id: string, code: string) =>
  browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })

const otherThan = (code: string) => (code === '000000' ? '000001' : '000000')

const summary = ({ status, body }: { status: number; body: AnyBody }) => [
  status,
  body.errors?.[0].code,
  body.errors?.[0].meta.param_name,
]

/** The events since this was called. */
async function newEvents(server: TestServer): Promise<() => Promise<string[]>> {
  const before = (await server.events()).length
  return async () => (await server.events()).slice(before)
}
