import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../../server.js'
import { transaction } from '../../../start/instance.js'
import { eventsOf } from '../../../testing/events-of.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
  unlimited,
} from '../../../testing/test-server.js'
import { checkBackupCode, claimBackupCode } from '../../identity/backup-codes/backup-codes.js'
import { checkTotp, claimTotp, findTotp } from '../../identity/totp/totp.js'

const second = { totp: true, backupCode: true }

describe.each(engines)('two-step verification on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { secondFactors: second, rateLimits: unlimited })
  })
  afterAll(() => server.close())

  let made = 0
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() + steps * 30_000 })
  /** Codes are used once: the next one is half a minute later. */
  const nextCode = (secret: string) => {
    server.clock.advance(30_000)
    return codeOf(secret)
  }

  async function enrolled() {
    const emailAddress = `two-${++made}@example.com`
    const browser = server.browser()
    const { created_user_id: userId, created_session_id: sessionId } = await browser.signUp(emailAddress)
    const { secret } = (await browser.call('POST', '/me/totp')).body.response
    const verified = await browser.call('POST', '/me/totp/attempt_verification', { code: codeOf(secret) })
    expect(verified.status).toBe(200)
    const codes: string[] = verified.body.response.backup_codes
    return { emailAddress, browser, userId, sessionId, secret, codes }
  }
  const user = async (userId: string) => (await server.backend('GET', `/users/${userId}`)).body
  const kinds = async (to: string) => (await server.mailbox.all()).filter((mail) => mail.to === to).map(({ kind }) => kind)

  /** A sign-in by the password, up to what is asked for then. */
  async function begin(identifier: string, browser = server.browser()) {
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier, strategy: 'password', password: testPassword })
    expect(body.response.status).toBe('needs_second_factor')
    const path = `/client/sign_ins/${body.response.id}/attempt_second_factor`
    const answer = (strategy: string, code: string, by: TestBrowser = browser) => by.call('POST', path, { strategy, code })
    return { signIn: body.response, browser, answer }
  }

  test('an authenticator app is set up by a secret, its address, and a code of it', async () => {
    const emailAddress = `two-${++made}@example.com`
    const browser = server.browser()
    const { created_user_id: userId } = await browser.signUp(emailAddress)
    const begun = await browser.call('POST', '/me/totp')
    expect(begun.status).toBe(200)
    const { secret, uri } = begun.body.response
    expect(begun.body.response).toMatchObject({ object: 'totp', verified: false, backup_codes: null })
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    const { searchParams, pathname } = new URL(uri)
    expect(decodeURIComponent(pathname)).toContain(emailAddress)
    expect(Object.fromEntries(searchParams)).toMatchObject({ secret, algorithm: 'SHA1', digits: '6', period: '30' })
    expect(await user(userId)).toMatchObject({ totp_enabled: false, two_factor_enabled: false, mfa_enabled_at: null })

    const wrong = await browser.call('POST', '/me/totp/attempt_verification', { code: codeOf(secret, 5) })
    expect(wrong).toBeRefused(422, 'form_code_incorrect')
    const events = await eventsOf(server, async () => {
      const verified = await browser.call('POST', '/me/totp/attempt_verification', { code: codeOf(secret) })
      expect(verified.body.response).toMatchObject({ object: 'totp', verified: true, secret: null, uri: null })
      expect(verified.body.response.backup_codes).toHaveLength(10)
      expect(verified.body.client.sessions).toMatchObject([{ factor_verification_age: [0, 0], tasks: null, status: 'active' }])
    })
    expect(events.map(({ type }) => type).filter((type) => type !== 'email.created')).toEqual(['user.updated'])
    expect(await user(userId)).toMatchObject({
      totp_enabled: true,
      backup_code_enabled: true,
      two_factor_enabled: true,
      mfa_enabled_at: server.clock.now(),
      mfa_disabled_at: null,
    })
    expect(await kinds(emailAddress)).toContain('totp_added')
    expect(await browser.call('POST', '/me/totp')).toBeRefused(400, 'totp_already_enabled')
    const { sealed_secret } = await server.instance.db
      .selectFrom('totp_secrets')
      .selectAll()
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    expect(sealed_secret).not.toContain(secret)
  })

  test('a sign-in asks for a code of the app after the password, and the session remembers it', async () => {
    const { emailAddress, secret, userId } = await enrolled()
    const { signIn, answer } = await begin(emailAddress)
    expect(signIn.supported_second_factors).toEqual([{ strategy: 'totp' }, { strategy: 'backup_code' }])
    expect(await answer('totp', '000000')).toBeRefused(422, 'form_code_incorrect')
    const done = await answer('totp', nextCode(secret))
    expect(done.body.response).toMatchObject({
      status: 'complete',
      second_factor_verification: { object: 'verification_totp', status: 'verified', strategy: 'totp' },
    })
    expect(done.body.client.sessions).toMatchObject([{ user: { id: userId }, factor_verification_age: [0, 0] }])
  })

  test('attack: a code of the app is used again, on another node, within its time', async () => {
    const { emailAddress, secret } = await enrolled()
    const code = nextCode(secret)
    const first = await begin(emailAddress)
    const other = await begin(emailAddress)
    const node = createFrontdesk({
      databaseUrl: server.instance.options.databaseUrl.reveal(),
      encryptionKey: 'a key for tests, of 32 characters',
      now: server.clock.now,
      log: () => {},
      secondFactors: second,
    })
    const onNode = (signIn: AnyBody, browser: TestBrowser) =>
      node.fetch(
        new Request(`${testOrigin}/__clerk/v1/client/sign_ins/${signIn.id}/attempt_second_factor`, {
          method: 'POST',
          headers: { cookie: browser.cookies.header(), origin: testOrigin },
          body: new URLSearchParams({ strategy: 'totp', code }),
        }),
      )
    const answers = await Promise.all([first.answer('totp', code), onNode(other.signIn, other.browser)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    const later = await begin(emailAddress)
    expect((await onNode(later.signIn, later.browser)).status).toBe(422)
    expect(await later.answer('totp', code)).toBeRefused(422, 'form_code_incorrect')
    await node.close()
  })

  test('attack: two nodes have both found a code right, of the app or on paper, before either took it', async () => {
    const { secret, codes, userId } = await enrolled()
    const code = nextCode(secret)
    const { instance } = server
    const proofs = [0, 1].map(async () => checkTotp(instance, (await findTotp(instance, userId))!, code))
    const taken = (await Promise.all(proofs)).map((proof) => transaction(instance, (tx) => claimTotp(tx, proof)))
    expect((await Promise.allSettled(taken)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])

    const id = (await checkBackupCode(instance, userId, codes[0]!))!
    const claimed = [0, 1].map(() => transaction(instance, (tx) => claimBackupCode(tx, userId, id)))
    expect((await Promise.all(claimed)).sort()).toEqual([false, true])
  })

  test('a backup code signs in once, in place of the app; two at once have one winner', async () => {
    const { emailAddress, codes, userId } = await enrolled()
    const [code] = codes as [string]
    const first = await begin(emailAddress)
    const other = await begin(emailAddress)
    const answers = await Promise.all([first.answer('backup_code', code), other.answer('backup_code', code.toUpperCase())])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    const again = await begin(emailAddress)
    expect(await again.answer('backup_code', code)).toBeRefused(422, 'form_code_incorrect')
    for (const [index, left] of codes.slice(1).entries()) {
      expect((await (await begin(emailAddress)).answer('backup_code', left)).status).toBe(200)
      expect(await user(userId)).toMatchObject({ backup_code_enabled: index < 8, totp_enabled: true })
    }
    const rows = await server.instance.db.selectFrom('backup_codes').selectAll().where('user_id', '=', userId).execute()
    expect(rows).toEqual([])
  })

  test('backup codes are renewed as a whole, shown once and kept as digests', async () => {
    const { emailAddress, browser, codes, userId } = await enrolled()
    const renewed = await browser.call('POST', '/me/backup_codes')
    expect(renewed.body.response).toMatchObject({ object: 'backup_code' })
    const fresh: string[] = renewed.body.response.codes
    expect(new Set([...codes, ...fresh]).size).toBe(20)
    const rows = await server.instance.db.selectFrom('backup_codes').selectAll().where('user_id', '=', userId).execute()
    expect(rows).toHaveLength(10)
    for (const { digest } of rows) expect(digest).toMatch(/^\$2[aby]\$05\$/)
    const { answer } = await begin(emailAddress)
    expect(await answer('backup_code', codes[0]!)).toBeRefused(422, 'form_code_incorrect')
    expect((await answer('backup_code', fresh[0]!)).status).toBe(200)
    expect(await kinds(emailAddress)).toContain('backup_codes_renewed')
  })

  test('attack: backup codes without another second factor, and a backup or reset code as a first factor', async () => {
    const emailAddress = `two-${++made}@example.com`
    const browser = server.browser()
    await browser.signUp(emailAddress)
    expect(await browser.call('POST', '/me/backup_codes')).toBeRefused(400, 'second_factor_missing')
    const onPaper = { email_address: [`two-${++made}@example.com`], password: testPassword, backup_codes: ['abcde-fghij'] }
    expect((await server.backend('POST', '/users', onPaper)).body.backup_code_enabled).toBe(true)
    expect((await server.browser().signIn(onPaper.email_address[0]!)).status).toBe('complete') // nobody is asked for paper alone

    const { emailAddress: other, codes } = await enrolled()
    const stranger = server.browser()
    const { body } = await stranger.call('POST', '/client/sign_ins', { identifier: other })
    const path = `/client/sign_ins/${body.response.id}`
    for (const strategy of ['backup_code', 'totp']) {
      const refused = await stranger.call('POST', `${path}/attempt_first_factor`, { strategy, code: codes[0]! })
      expect(refused).toBeRefused(400, 'strategy_for_user_invalid')
    }
    const strategy = 'reset_password_email_code'
    const reset = await stranger.call('POST', '/client/sign_ins', { identifier: other, strategy })
    const resetPath = `/client/sign_ins/${reset.body.response.id}`
    const code = await server.mailbox.lastCode(other)
    await stranger.call('POST', `${resetPath}/attempt_first_factor`, { strategy, code })
    const done = await stranger.call('POST', `${resetPath}/reset_password`, { password: 'a quite different passphrase' })
    expect(done.body.response.status).toBe('needs_second_factor')
    for (const name of ['backup_code', 'totp', strategy])
      expect((await stranger.call('POST', `${resetPath}/attempt_second_factor`, { strategy: name, code })).status).not.toBe(200)
    expect((await stranger.call('GET', '/client')).body.response.sessions).toEqual([])
  })

  test('attack: somebody with the password guesses at the second factor, and strangers shut its owner out', async () => {
    const { emailAddress, browser, secret, codes } = await enrolled()
    const guesser = await begin(emailAddress)
    for (let guess = 0; guess < 10; guess++)
      expect(await guesser.answer('totp', `00000${guess}`)).toBeRefused(422, 'form_code_incorrect')
    expect(await guesser.answer('totp', nextCode(secret))).toBeRefused(403, 'user_locked')
    expect(await guesser.answer('backup_code', codes[0]!)).toBeRefused(403, 'user_locked')
    await browser.call('DELETE', '/client/sessions')
    const owner = await begin(emailAddress, browser) // known to the account
    expect((await owner.answer('totp', nextCode(secret))).status).toBe(200)

    const { emailAddress: another, secret: theirs } = await enrolled()
    for (let guess = 0; guess < 10; guess++)
      await server
        .browser()
        .signIn(another, `guess ${guess}`)
        .catch(() => {})
    const { body } = await guesser.browser.call('POST', '/client/sign_ins', { identifier: another, strategy: 'email_code' })
    const path = `/client/sign_ins/${body.response.id}`
    const mailed = { strategy: 'email_code', code: await server.mailbox.lastCode(another) }
    expect((await guesser.browser.call('POST', `${path}/attempt_first_factor`, mailed)).body.response.status).toBe(
      'needs_second_factor',
    )
    const right = { strategy: 'totp', code: nextCode(theirs) }
    expect((await guesser.browser.call('POST', `${path}/attempt_second_factor`, right)).body.response.status).toBe('complete')
  })

  test('the app is removed, and with it the backup codes: the password is enough again', async () => {
    const { emailAddress, browser, userId } = await enrolled()
    const waiting = await begin(emailAddress)
    server.clock.advance(1000)
    const removed = await browser.call('DELETE', '/me/totp')
    expect(removed.body.response).toMatchObject({ object: 'totp', deleted: true })
    expect(await user(userId)).toMatchObject({
      two_factor_enabled: false,
      totp_enabled: false,
      backup_code_enabled: false,
      mfa_disabled_at: server.clock.now(),
    })
    expect(await kinds(emailAddress)).toContain('totp_removed')
    expect((await waiting.answer('totp', '000000')).status).toBe(400)
    expect((await server.browser().signIn(emailAddress)).status).toBe('complete')
    expect(await browser.call('DELETE', '/me/totp')).toBeRefused(404, 'resource_not_found')
  })

  test('a sign-in that was under way when the app was set up is over', async () => {
    const emailAddress = `two-${++made}@example.com`
    const browser = server.browser()
    await browser.signUp(emailAddress)
    const stranger = server.browser()
    const { body } = await stranger.call('POST', '/client/sign_ins', { identifier: emailAddress })
    const { secret } = (await browser.call('POST', '/me/totp')).body.response
    await browser.call('POST', '/me/totp/attempt_verification', { code: codeOf(secret) })
    const answer = { strategy: 'password', password: testPassword }
    const refused = await stranger.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, answer)
    expect(refused).toBeRefused(404, 'resource_not_found')
  })
})

test.each(engines)('what is switched off can not be set up, on %s', async (engine) => {
  const server = await testServer(engine)
  const browser = server.browser()
  await browser.signUp()
  for (const path of ['/me/totp', '/me/backup_codes'])
    expect(await browser.call('POST', path)).toBeRefused(403, 'feature_not_enabled')
  await server.close()
})
