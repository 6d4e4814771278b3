/** A session left open, or stolen, is not enough to take the account over: whoever has it shows once more who they are. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const minuteMs = 60_000
const newPassword = 'a quite different passphrase'
const codeOf = ({ body }: Answer) => body.errors?.[0]?.code ?? body.response?.status ?? 'done'
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

describe.each(engines)('a session that is verified once more on %s', (engine) => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const change = (browser: TestBrowser) =>
    browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: newPassword })

  /** Somebody who signed in so many minutes ago. */
  async function signedIn(minutes: number) {
    const emailAddress = `person-${++made}@example.com`
    const browser = server.browser()
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp(emailAddress)
    server.clock.advance(minutes * minuteMs)
    return { browser, emailAddress, path: `/client/sessions/${sessionId}/verify`, sessionId, userId }
  }

  const begin = (browser: TestBrowser, path: string, level = 'first_factor') => browser.call('POST', path, { level })
  const byPassword = (browser: TestBrowser, path: string, password = testPassword) =>
    browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'password', password })

  test('what an old sign-in is not enough for is refused with the code that clerk-js asks again for', async () => {
    const { browser } = await signedIn(11)
    const refused = await change(browser)
    expect(refused.status).toBe(403)
    expect(refused.body.errors).toEqual([
      {
        code: 'session_reverification_required',
        message: 'Reverification required',
        long_message: expect.stringContaining('10 minutes'),
        meta: { reverification: { level: 'second_factor', afterMinutes: 10 } },
      },
    ])
    const { body } = await browser.call('GET', '/environment')
    expect(body.auth_config.reverification).toBe(true)
  })

  test('the password lifts it, and the next token says when', async () => {
    const { browser, path, sessionId } = await signedIn(11)
    const begun = await begin(browser, path)
    expect([begun.status, begun.body.response]).toEqual([
      200,
      expect.objectContaining({
        object: 'session_reverification',
        level: 'first_factor',
        status: 'needs_first_factor',
        supported_second_factors: null,
        first_factor_verification: null,
      }),
    ])
    expect(begun.body.response.supported_first_factors.map(({ strategy }: { strategy: string }) => strategy)).toEqual([
      'password',
      'email_code',
    ])
    expect(begun.body.client.sessions[0].factor_verification_age).toEqual([11, -1])

    const done = await byPassword(browser, path)
    expect([done.status, codeOf(done)]).toEqual([200, 'complete'])
    expect(done.body.response.session.id).toBe(sessionId)
    expect(done.body.client.sessions[0].factor_verification_age).toEqual([0, -1])
    expect(claimsOf(done.body.response.session.last_active_token.jwt).fva).toEqual([0, -1])
    expect(claimsOf(decodeURIComponent(/__session=([^;]+)/.exec(browser.cookies.header())?.[1] ?? '')).fva).toEqual([0, -1])
    expect((await change(browser)).status).toBe(200)
    expect(codeOf(await byPassword(browser, path))).toBe('verification_already_verified')
  })

  test('a code by mail lifts it, also for who asks for a second factor and has none', async () => {
    const { browser, path, emailAddress } = await signedIn(11)
    expect((await begin(browser, path, 'multi_factor')).body.response).toMatchObject({ level: 'first_factor' })
    const sent = await browser.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code' })
    expect(sent.body.response.first_factor_verification).toMatchObject({ strategy: 'email_code', status: 'unverified' })
    const code = await server.mailbox.lastCode(emailAddress)
    const wrong = code === '000000' ? '000001' : '000000'
    const attempt = (typed: string) =>
      browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'email_code', code: typed })
    expect(codeOf(await attempt(wrong))).toBe('form_code_incorrect')
    expect(codeOf(await change(browser))).toBe('session_reverification_required')
    expect(codeOf(await attempt(code))).toBe('complete')
    expect((await change(browser)).status).toBe(200)
  })

  test.each<[string, string, string, Record<string, string>]>([
    ['remove the password', 'POST', '/me/remove_password', { current_password: testPassword }],
    ['add an address', 'POST', '/me/email_addresses', { email_address: 'mine@attacker.example' }],
    ['add a number', 'POST', '/me/phone_numbers', { phone_number: '+12025550123' }],
    ['take a number away', 'DELETE', '/me/phone_numbers/idn_other', {}],
    ['keep a passkey', 'POST', '/me/passkeys', {}],
    ['take a passkey away', 'DELETE', '/me/passkeys/idn_other', {}],
    ['connect an account', 'POST', '/me/external_accounts', { strategy: 'oauth_google', redirect_url: '/' }],
    ['disconnect an account', 'DELETE', '/me/external_accounts/eac_other', {}],
    ['set up an app', 'POST', '/me/totp', {}],
    ['take the app away', 'DELETE', '/me/totp', {}],
    ['renew backup codes', 'POST', '/me/backup_codes', {}],
    ['take a username', 'PATCH', '/me', { username: 'another_name' }],
    ['choose where mail goes', 'PATCH', '/me', { primary_email_address_id: 'idn_other' }],
    ['delete the account', 'DELETE', '/me', {}],
  ])('attack: a stolen session is used to %s', async (_, method, path, fields) => {
    const { browser } = await signedIn(11)
    expect(codeOf(await browser.call(method, path, fields))).toBe('session_reverification_required')
  })

  test('what takes nothing over is never asked for again, nor is who signed in lately', async () => {
    const { browser } = await signedIn(11)
    expect((await browser.call('PATCH', '/me', { first_name: 'Ada' })).status).toBe(200)
    expect((await browser.call('GET', '/me/sessions')).status).toBe(200)
    const fresh = await signedIn(9)
    expect((await change(fresh.browser)).status).toBe(200)
  })

  test("attack: one session's verification lifts another session of the same person, or of another browser", async () => {
    const victim = await signedIn(0)
    const own = server.browser()
    const { created_session_id: otherId } = await own.signIn(victim.emailAddress)
    server.clock.advance(11 * minuteMs)
    await begin(own, `/client/sessions/${otherId}/verify`)
    expect(codeOf(await byPassword(own, `/client/sessions/${otherId}/verify`))).toBe('complete')
    expect(codeOf(await change(victim.browser))).toBe('session_reverification_required')
    // Nor does a browser verify a session that is not its own.
    for (const step of ['', '/prepare_first_factor', '/attempt_first_factor']) {
      const fields = step === '' ? { level: 'first_factor' } : { strategy: 'password', password: testPassword }
      expect((await own.call('POST', `${victim.path}${step}`, fields)).status).toBe(401)
    }
  })

  test('attack: a code to verify a session is used to sign in, and one to sign in to verify a session', async () => {
    const { browser, path, emailAddress } = await signedIn(11)
    await begin(browser, path)
    await browser.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code' })
    const codeToVerify = await server.mailbox.lastCode(emailAddress)

    const stranger = server.browser()
    const started = await stranger.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    const codeToSignIn = await server.mailbox.lastCode(emailAddress)
    expect(codeToSignIn).not.toBe(codeToVerify) // one in a million
    const attempt = `/client/sign_ins/${started.body.response.id}/attempt_first_factor`
    const fields = { strategy: 'email_code', code: codeToVerify }
    expect(codeOf(await stranger.call('POST', attempt, fields))).toBe('form_code_incorrect')
    const crossed = await browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'email_code', code: codeToSignIn })
    expect(codeOf(crossed)).toBe('form_code_incorrect')
    expect(codeOf(await browser.call('POST', `${path}/attempt_first_factor`, fields))).toBe('complete')
  })

  test('attack: a password is guessed in a session left open, which locks nobody out elsewhere', async () => {
    const { browser, path, emailAddress } = await signedIn(11)
    await begin(browser, path)
    for (let guess = 0; guess < 10; guess++)
      expect(codeOf(await byPassword(browser, path, `guess ${guess}`))).toBe('form_password_incorrect')
    expect(codeOf(await byPassword(browser, path))).toBe('user_locked')
    expect((await server.browser().signIn(emailAddress)).status).toBe('complete')
  })

  test('attack: an answer comes twice, too late, before anything was begun, or in the place of the other factor', async () => {
    const { browser, path } = await signedIn(11)
    expect(codeOf(await byPassword(browser, path))).toBe('verification_missing')
    await begin(browser, path)
    const second = await browser.call('POST', `${path}/attempt_second_factor`, { strategy: 'totp', code: '123456' })
    expect(codeOf(second)).toBe('verification_missing')
    for (const strategy of ['reset_password_email_code', 'ticket', 'constructor'])
      expect(codeOf(await browser.call('POST', `${path}/prepare_first_factor`, { strategy }))).toBe('strategy_for_user_invalid')
    server.clock.advance(10 * minuteMs)
    expect(codeOf(await byPassword(browser, path))).toBe('verification_missing')
    await begin(browser, path)
    const twice = await Promise.all([byPassword(browser, path), byPassword(browser, path)])
    expect(twice.map(codeOf).filter((code) => code === 'complete')).toHaveLength(1)
  })

  test('with the setting off nothing is asked, and the environment says so', async () => {
    const off = await testServer(engine, { reverification: { required: false } })
    const browser = off.browser()
    await browser.signUp()
    off.clock.advance(11 * minuteMs)
    expect((await change(browser)).status).toBe(200)
    expect((await browser.call('GET', '/environment')).body.auth_config.reverification).toBe(false)
    await off.close()
  })

  test('attack: a session that was revoked on another node verifies itself, or enrols anything (CVE-2026-134321)', async () => {
    const { browser, path, sessionId } = await signedIn(0)
    await begin(browser, path)
    expect((await browser.call('GET', '/me')).status).toBe(200) // this node has seen the session
    await server.instance.db.updateTable('sessions').set({ status: 'revoked' }).where('id', '=', sessionId).execute()
    expect((await byPassword(browser, path)).status).toBe(401)
    const added = await browser.call('POST', '/me/email_addresses', { email_address: 'mine@attacker.example' })
    expect([added.status, codeOf(added)]).toEqual([401, 'signed_out'])
    expect((await change(browser)).status).toBe(401)
  })
})
