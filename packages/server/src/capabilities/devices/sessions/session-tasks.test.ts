/** Sessions that wait until their user has done something: nothing of theirs counts as signed in before. */
import { decodeJwt } from 'jose'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { softwareAuthenticator } from '../../../testing/software-authenticator.js'
import { engines, type TestBrowser, type TestServer, testServer, unlimited } from '../../../testing/test-server.js'

const newPassword = 'a quite different passphrase'

describe.each(engines)('tasks of sessions on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      attributes: { phoneNumber: 'optional' },
      signIn: { passkey: true },
      secondFactors: { totp: true, phoneCode: true, passkey: true, backupCode: true, required: true },
      rateLimits: unlimited,
    })
  })
  afterAll(() => server.close())

  let made = 0
  async function pending() {
    const emailAddress = `task-${++made}@example.com`
    const browser = server.browser()
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp(emailAddress)
    return { emailAddress, browser, sessionId, userId }
  }
  const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() })
  async function setUp(browser: TestBrowser): Promise<string> {
    const { secret } = (await browser.call('POST', '/me/totp')).body.response
    expect((await browser.call('POST', '/me/totp/attempt_verification', { code: codeOf(secret) })).status).toBe(200)
    return secret
  }
  const sessionsOf = async (browser: TestBrowser) => (await browser.call('GET', '/client')).body.response.sessions
  const tokenOf = async (browser: TestBrowser, sessionId: string) =>
    decodeJwt((await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).body.jwt)

  test('where a second factor is required, a session is pending until one is set up', async () => {
    const { browser, sessionId } = await pending()
    expect(await sessionsOf(browser)).toMatchObject([{ id: sessionId, status: 'pending', tasks: [{ key: 'setup-mfa' }] }])
    expect(await tokenOf(browser, sessionId)).toMatchObject({ sts: 'pending', sid: sessionId })
    const shown = await server.backend('GET', `/sessions/${sessionId}`)
    expect(shown.body).toMatchObject({ status: 'pending', tasks: [{ key: 'setup-mfa' }] })
    const ids = async (status: string) =>
      (await server.backend('GET', `/sessions?status=${status}&limit=500`)).body.map(({ id }: { id: string }) => id)
    expect(await ids('pending')).toContain(sessionId)
    expect(await ids('active')).not.toContain(sessionId)

    await setUp(browser)
    expect(await sessionsOf(browser)).toMatchObject([{ id: sessionId, status: 'active', tasks: null }])
    expect(await tokenOf(browser, sessionId)).toMatchObject({ sts: 'active', fva: [0, 0] })
    expect(await ids('active')).toContain(sessionId)
  })

  /** Adds a number to the account, and types its code. */
  async function addNumber(browser: TestBrowser): Promise<string> {
    const phone_number = `+1202555${1000 + made}`
    const added = await browser.call('POST', '/me/phone_numbers', { phone_number })
    expect(added.status).toBe(200)
    const { id } = added.body.response
    const path = `/me/phone_numbers/${id}`
    expect((await browser.call('POST', `${path}/prepare_verification`, { strategy: 'phone_code' })).status).toBe(200)
    const code = await server.textbox.lastCode(phone_number)
    expect((await browser.call('POST', `${path}/attempt_verification`, { code })).status).toBe(200)
    return path
  }
  const reserved = { reserved_for_second_factor: true }

  test('codes by phone are set up in a pending session, which brings backup codes and makes it active', async () => {
    const { browser, sessionId, emailAddress } = await pending()
    const thief = server.browser()
    await thief.signIn(emailAddress)
    const path = await addNumber(browser)
    expect(await sessionsOf(browser)).toMatchObject([{ status: 'pending' }]) // a number alone is no second factor
    const done = await browser.call('PATCH', path, reserved)
    expect(done.body).toMatchObject({
      response: { reserved_for_second_factor: true, default_second_factor: true, backup_codes: expect.any(Array) },
      client: { sessions: [{ id: sessionId, status: 'active', tasks: null, factor_verification_age: [0, -1] }] },
    })
    expect(done.body.response.backup_codes).toHaveLength(10)
    expect(await tokenOf(browser, sessionId)).toMatchObject({ sts: 'active' })
    expect(await sessionsOf(thief)).toEqual([])
    expect((await browser.call('PATCH', path, reserved)).body.response.backup_codes).toBeNull()

    const away = await browser.call('PATCH', path, { reserved_for_second_factor: false })
    expect(away.body.client.sessions).toMatchObject([{ id: sessionId, status: 'pending', tasks: [{ key: 'setup-mfa' }] }])
  })

  test('a passkey is set up in a pending session, which it makes active, and asked for again once it is gone', async () => {
    const { browser, sessionId } = await pending()
    const { id, verification } = (await browser.call('POST', '/me/passkeys')).body.response
    const public_key_credential = softwareAuthenticator().make(verification.nonce)
    const done = await browser.call('POST', `/me/passkeys/${id}/attempt_verification`, {
      strategy: 'passkey',
      public_key_credential,
    })
    expect(done.body.client.sessions).toMatchObject([
      { id: sessionId, status: 'active', tasks: null, factor_verification_age: [0, 0] },
    ])
    expect(await tokenOf(browser, sessionId)).toMatchObject({ sts: 'active', fva: [0, 0] })
    expect((await browser.call('DELETE', `/me/passkeys/${id}`)).status).toBe(200)
    expect(await sessionsOf(browser)).toMatchObject([{ id: sessionId, status: 'pending' }])
  })

  test('attack: a number that nobody has proved makes a pending session active', async () => {
    const { browser } = await pending()
    const { id } = (await browser.call('POST', '/me/phone_numbers', { phone_number: `+1202555${1000 + made}` })).body.response
    expect(await browser.call('PATCH', `/me/phone_numbers/${id}`, reserved)).toBeRefused(
      422,
      'form_param_value_invalid',
      'reserved_for_second_factor',
    )
    expect(await sessionsOf(browser)).toMatchObject([{ status: 'pending' }])
  })

  test('attack: a pending session is used for more than its task', async () => {
    const { browser, sessionId } = await pending()
    expect((await browser.call('GET', '/me')).status).toBe(200)
    const calls: Array<[string, string, Record<string, unknown>?]> = [
      ['PATCH', '/me', { first_name: 'Eve' }],
      ['DELETE', '/me'],
      ['GET', '/me/email_addresses'],
      ['POST', '/me/email_addresses', { email_address: 'eve@example.com' }],
      ['POST', '/me/remove_password', { current_password: 'any' }],
      ['DELETE', '/me/totp'],
      ['GET', '/me/phone_numbers'],
      ['DELETE', '/me/phone_numbers/idn_any'],
      ['PATCH', '/me/passkeys/idn_any', { name: 'any' }],
      ['DELETE', '/me/passkeys/idn_any'],
      ['GET', '/me/sessions'],
      ['POST', `/client/sessions/${sessionId}/tokens/any`],
    ]
    for (const [method, path, fields] of calls) expect(await browser.call(method, path, fields)).toBeRefused(401, 'signed_out')
    expect((await server.backend('POST', `/sessions/${sessionId}/tokens`, {})).status).toBe(404)
  })

  test('attack: a session that somebody began with the password alone is let in by what its owner sets up', async () => {
    const { browser, emailAddress, sessionId } = await pending()
    const thief = server.browser()
    const { created_session_id: stolen } = await thief.signIn(emailAddress)
    expect(await sessionsOf(thief)).toMatchObject([{ id: stolen, status: 'pending' }])
    await setUp(browser)
    expect(await sessionsOf(thief)).toEqual([])
    expect((await server.backend('GET', `/sessions/${stolen}`)).body.status).toBe('revoked')
    expect(await sessionsOf(browser)).toMatchObject([{ id: sessionId, status: 'active' }])
    await expect(server.browser().signIn(emailAddress)).rejects.toThrow('needs_second_factor')
  })

  test.each(['me', 'the app'])('a second factor that is taken away by %s is asked for again', async (by) => {
    const { browser, sessionId, userId } = await pending()
    await setUp(browser)
    const removed =
      by === 'me' ? await browser.call('DELETE', '/me/totp') : await server.backend('DELETE', `/users/${userId}/mfa`)
    expect(removed.status).toBe(200)
    expect(await sessionsOf(browser)).toMatchObject([{ id: sessionId, status: 'pending', tasks: [{ key: 'setup-mfa' }] }])
  })

  test('a signed-out pending session is over', async () => {
    const { browser, sessionId } = await pending()
    expect((await browser.call('POST', `/client/sessions/${sessionId}/remove`)).body.response.status).toBe('removed')
    expect(await browser.call('POST', '/me/totp')).toBeRefused(401, 'signed_out')
  })
})

test('attack: a passkey that is no second factor here is added by a session that waits for one', async () => {
  const server = await testServer('sqlite', {
    signIn: { passkey: true },
    secondFactors: { totp: true, required: true },
    rateLimits: unlimited,
  })
  const browser = server.browser()
  await browser.signUp()
  expect(await browser.call('POST', '/me/passkeys')).toBeRefused(403, 'feature_not_enabled')
  await server.close()
})

describe.each(engines)('a password that others may know, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      attributes: { phoneNumber: 'optional' },
      signIn: { passkey: true },
      secondFactors: { totp: true, phoneCode: true },
      rateLimits: unlimited,
    })
  })
  afterAll(() => server.close())

  let made = 0
  async function compromised() {
    const emailAddress = `known-${++made}@example.com`
    const owner = server.browser()
    const { created_user_id: userId } = await owner.signUp(emailAddress)
    expect((await server.backend('POST', `/users/${userId}/password/set_compromised`, {})).status).toBe(200)
    return { emailAddress, owner, userId }
  }
  async function signInByMail(emailAddress: string) {
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    const answer = { strategy: 'email_code', code: await server.mailbox.lastCode(emailAddress) }
    await browser.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, answer)
    return browser
  }
  const change = (browser: TestBrowser) => browser.call('POST', '/me/change_password', { new_password: newPassword })

  test('it opens nothing, and who signs in by mail chooses another one before anything else', async () => {
    const { emailAddress, userId } = await compromised()
    const browser = await signInByMail(emailAddress)
    const { sessions } = (await browser.call('GET', '/client')).body.response
    expect(sessions).toMatchObject([{ status: 'pending', tasks: [{ key: 'reset-password' }] }])
    expect(await browser.call('PATCH', '/me', { first_name: 'Jane' })).toBeRefused(401, 'signed_out')
    const changed = await change(browser)
    expect(changed.status).toBe(200)
    expect(changed.body.client.sessions).toMatchObject([{ status: 'active', tasks: null }])
    expect((await browser.call('PATCH', '/me', { first_name: 'Jane' })).status).toBe(200)
    expect((await server.backend('GET', `/users/${userId}`)).body.first_name).toBe('Jane')
    expect((await server.browser().signIn(emailAddress, newPassword)).status).toBe('complete')
  })

  test.each([
    ['/me/totp', {}],
    ['/me/phone_numbers', { phone_number: '+12025550999' }],
    ['/me/passkeys', {}],
  ])('attack: a session that waits for a new password sets up a second factor at %s first', async (path, fields) => {
    const waiting = await signInByMail((await compromised()).emailAddress)
    expect(await waiting.call('POST', path, fields)).toBeRefused(401, 'signed_out')
    expect((await change(waiting)).status).toBe(200)
    expect((await waiting.call('POST', path, fields)).status).toBe(200)
  })

  test('attack: a session that waits for a new password sets one after the owner has', async () => {
    const { emailAddress } = await compromised()
    const [waiting, owner] = [await signInByMail(emailAddress), await signInByMail(emailAddress)]
    expect((await change(owner)).status).toBe(200)
    expect(await change(waiting)).toBeRefused(401, 'signed_out')
    expect(await change(owner)).toBeRefused(422, 'form_param_missing')
  })

  test('attack: a password that is fine is changed by a waiting session that does not know it', async () => {
    const { emailAddress, userId } = await compromised()
    const waiting = await signInByMail(emailAddress)
    await server.backend('POST', `/users/${userId}/password/unset_compromised`)
    expect(await change(waiting)).toBeRefused(422, 'form_param_missing')
  })
})
