/** Attacks by guessing: passwords, codes, and whole lists of both. */
import { describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestServer, testPassword, testServer, unlimited } from '../../../testing/test-server.js'

const emailAddress = 'jane@example.com'
const wrong = 'not the password'

describe.each(engines)('guessing on %s', (engine) => {
  test('attack: a hundred guesses of a code at once', async () => {
    const server = await testServer(engine, { lockout: { maxAttempts: 1_000 } })
    await server.browser().signUp(emailAddress)
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    const code = await server.mailbox.lastCode(emailAddress)
    const attempt = (guess: string) =>
      browser.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, { strategy: 'email_code', code: guess })

    const guesses = Array.from({ length: 100 }, (_, at) => String((Number(code) + 1 + at) % 1_000_000).padStart(6, '0'))
    const answers = await Promise.all(guesses.map(attempt))
    const codes = answers.map((answer) => answer.body.errors[0].code)
    expect(codes.filter((each) => each === 'form_code_incorrect')).toHaveLength(3)
    expect(codes.filter((each) => each === 'verification_failed')).toHaveLength(97)
    expect((await attempt(code)).body.errors[0].code).toBe('verification_failed')
    await server.close()
  })

  test('attack: a hundred guesses of a password at once', async () => {
    const server = await testServer(engine)
    await server.browser().signUp(emailAddress)
    const compared = countVerifications(server)
    const answers = await Promise.all(Array.from({ length: 100 }, () => passwordGuess(server, wrong)))
    const codes = answers.map((answer) => answer.body.errors[0].code)
    expect(codes.filter((code) => code === 'form_password_incorrect')).toHaveLength(10)
    expect(codes.filter((code) => code === 'user_locked')).toHaveLength(90)
    expect(compared.digests()).toHaveLength(10)

    const right = await passwordGuess(server, testPassword)
    expect([right.status, right.body.errors[0]]).toEqual([
      403,
      expect.objectContaining({ code: 'user_locked', meta: { lockout_expires_in_seconds: 3600 } }),
    ])
    expect(right.headers.get('retry-after')).toBe('3600')
    expect(compared.digests()).toHaveLength(10)
    await server.close()
  })

  test('a lock opens by the clock, and the count of wrong passwords begins again', async () => {
    const server = await testServer(engine, { lockout: { maxAttempts: 2, durationSeconds: 60 } })
    await server.browser().signUp(emailAddress)
    await passwordGuess(server, wrong)
    await passwordGuess(server, wrong)
    server.clock.advance(59_999)
    expect((await passwordGuess(server, testPassword)).body.errors[0].code).toBe('user_locked')
    server.clock.advance(1)
    expect((await passwordGuess(server, wrong)).body.errors[0].code).toBe('form_password_incorrect')
    expect((await passwordGuess(server, testPassword)).body.response.status).toBe('complete')
    await server.close()
  })

  test('a right password clears the count of wrong ones, and an empty one does not raise it', async () => {
    const server = await testServer(engine, { lockout: { maxAttempts: 3 } })
    await server.browser().signUp(emailAddress)
    for (let round = 0; round < 3; round++) {
      await passwordGuess(server, wrong)
      await passwordGuess(server, wrong)
      for (let empty = 0; empty < 5; empty++)
        expect((await passwordGuess(server, '')).body.errors[0].code).toBe('form_param_missing')
      expect((await passwordGuess(server, testPassword)).body.response.status).toBe('complete')
    }
    await server.close()
  })

  test('attack: codes are guessed three at a time, asking for another one in between', async () => {
    const server = await testServer(engine, { rateLimits: { ...unlimited, guessesPerRecipientPerHour: 6 } })
    await server.browser().signUp(emailAddress) // one guess, the right one
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress })
    const path = `/client/sign_ins/${body.response.id}`
    const codes: string[] = []
    for (const strategy of ['email_code', 'reset_password_email_code']) {
      await browser.call('POST', `${path}/prepare_first_factor`, { strategy })
      const code = await server.mailbox.lastCode(emailAddress)
      for (let guess = 0; guess < 3; guess++) {
        const answer = await browser.call('POST', `${path}/attempt_first_factor`, {
          strategy,
          code: code === '000000' ? '000001' : '000000',
        })
        codes.push(answer.body.errors[0].code)
      }
    }
    expect(codes).toEqual([...Array(5).fill('form_code_incorrect'), 'too_many_requests'])
    await server.close()
  })
})

test('attack: an unknown address answers faster than a known one, so that accounts can be listed', async () => {
  const server = await testServer('sqlite')
  const compared = countVerifications(server)
  const answer = await passwordGuess(server, wrong, 'nobody@example.com')
  expect(answer.body.errors[0].code).toBe('form_identifier_not_found')
  expect(compared.digests()).toEqual([null]) // null: compared with the digest that nobody's password fits
  await server.close()
})

describe('attack: one address tries a list of stolen passwords', () => {
  const limits = { rateLimits: { ...unlimited, attemptsPerMinute: 3, messagesPerMinute: 2 } }

  test('an address that tries passwords is answered 429 with the seconds to wait, until the minute has passed', async () => {
    const server = await testServer('sqlite', limits)
    const compared = countVerifications(server)
    for (let guess = 0; guess < 3; guess++) expect((await passwordGuess(server, wrong)).status).toBe(422)
    server.clock.advance(20_000)
    const refused = await passwordGuess(server, wrong)
    expect(refused).toBeRefused(429, 'too_many_requests')
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(compared.digests()).toHaveLength(3)
    server.clock.advance(40_000)
    expect((await passwordGuess(server, wrong)).status).toBe(422)
    await server.close()
  })

  test('mail has a limit of its own for each address', async () => {
    const server = await testServer('sqlite', limits)
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ups', { email_address: emailAddress, password: testPassword })
    const send = () => browser.call('POST', `/client/sign_ups/${body.response.id}/prepare_verification`)
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([200, 200, 429])
    expect(await server.mailbox.all()).toHaveLength(2)
    await server.close()
  })

  test('mail that a sign-up sends in its first step counts too', async () => {
    const server = await testServer('sqlite', { rateLimits: { ...unlimited, messagesPerMinute: 1 } })
    const send = () =>
      server.browser().call('POST', '/client/sign_ups', {
        email_address: emailAddress,
        password: testPassword,
        strategy: 'email_code',
      })
    expect([(await send()).status, (await send()).status]).toEqual([200, 429])
    expect(await server.mailbox.all()).toHaveLength(1)
    await server.close()
  })

  test('mail that a sign-in sends in its first step counts too', async () => {
    const server = await testServer('sqlite', { rateLimits: { ...unlimited, messagesPerMinute: 2 } })
    await server.browser().signUp(emailAddress) // one mail
    const browser = server.browser()
    const send = () => browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'email_code' })
    expect([(await send()).status, (await send()).status]).toEqual([200, 429])
    await server.close()
  })

  test('attack: strangers all over the world have codes mailed to one person', async () => {
    const server = await testServer('sqlite', { rateLimits: { ...unlimited, codesPerRecipientPerMinute: 2 }, trustedProxies: 1 })
    await server.browser().signUp(emailAddress) // one mail
    const send = (network: number) =>
      server
        .browser()
        .call(
          'POST',
          '/client/sign_ins',
          { identifier: emailAddress, strategy: 'email_code' },
          { 'x-forwarded-for': `203.0.113.${network}` },
        )
    expect([(await send(1)).status, (await send(2)).status, (await send(3)).status]).toEqual([200, 429, 429])
    expect(await server.mailbox.all()).toHaveLength(2)
    server.clock.advance(60_000)
    expect((await send(4)).status).toBe(200)
    await server.close()
  })

  const forwarded: Array<[name: string, trustedProxies: number, header: (guess: number) => string, statuses: number[]]> = [
    ['without proxies X-Forwarded-For is anybody’s word', 0, (guess) => `203.0.113.${guess}`, [422, 422, 422, 429]],
    ['behind one proxy its entry counts', 1, (guess) => `203.0.113.${guess}`, [422, 422, 422, 422]],
    [
      'behind one proxy what the caller wrote before it does not',
      1,
      (guess) => `203.0.113.${guess}, 198.51.100.1`,
      [422, 422, 422, 429],
    ],
    ['behind two proxies the outer one’s entry counts', 2, (guess) => `203.0.113.${guess}, 198.51.100.1`, [422, 422, 422, 422]],
    ['with fewer entries than proxies the connection counts', 3, (guess) => `203.0.113.${guess}`, [422, 422, 422, 429]],
  ]
  test.each(forwarded)('the address that tries are counted for: %s', async (_name, trustedProxies, header, statuses) => {
    const server = await testServer('sqlite', { ...limits, trustedProxies })
    const answers: number[] = []
    for (const guess of [1, 2, 3, 4])
      answers.push((await passwordGuess(server, wrong, emailAddress, { 'x-forwarded-for': header(guess) })).status)
    expect(answers).toEqual(statuses)
    await server.close()
  })
})

function passwordGuess(
  server: TestServer,
  password: string,
  identifier = emailAddress,
  headers?: Record<string, string>,
): Promise<{ status: number; body: AnyBody; headers: Headers }> {
  return server.browser().call('POST', '/client/sign_ins', { identifier, strategy: 'password', password }, headers)
}

/** Which digests passwords were really compared with from now on. */
function countVerifications({ instance: { passwords } }: TestServer): { digests(): Array<string | null> } {
  const digests: Array<string | null> = []
  const verify = passwords.verify
  passwords.verify = (password, digest) => {
    digests.push(digest)
    return verify(password, digest)
  }
  return { digests: () => digests }
}
