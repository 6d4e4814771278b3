import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestBrowser, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const newPassword = 'a quite different passphrase'

describe.each(engines)("a person's own password on %s", (engine) => {
  let server: TestServer
  let browser: TestBrowser
  let emailAddress: string
  let userId: string
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' }, reverification: { required: false } })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    browser = server.browser()
    emailAddress = `person-${Math.random().toString(36).slice(2)}@example.com`
    userId = (await browser.signUp(emailAddress)).created_user_id
  })

  const change = (fields: Record<string, unknown>, by = browser) => by.call('POST', '/me/change_password', fields)
  const opens = async (password: string) =>
    (await server.browser().call('POST', '/client/sign_ins', { identifier: emailAddress, password, strategy: 'password' })).body
      .response?.status === 'complete'

  test('a person who knows the password changes it', async () => {
    const events = await eventTypesOf(server, async () => {
      const answer = await change({ current_password: testPassword, new_password: newPassword })
      expect(answer.status).toBe(200)
      expect(answer.body.response).toMatchObject({
        id: userId,
        password_enabled: true,
        password_last_updated_at: server.clock.now(),
      })
    })
    expect(events).toEqual(['user.updated'])
    expect([await opens(testPassword), await opens(newPassword)]).toEqual([false, true])
  })

  test('a password is the same on a device that composes its letters in another way', async () => {
    const [composed, decomposed] = ['Übergrößen-Café-9'.normalize('NFC'), 'Übergrößen-Café-9'.normalize('NFD')]
    await change({ current_password: testPassword, new_password: decomposed })
    expect([await opens(composed), await opens(decomposed)]).toEqual([true, true])
    expect((await change({ current_password: composed, new_password: newPassword })).status).toBe(200)
  })

  test('a changed password leaves the other devices signed in, or signs them out when asked', async () => {
    const phone = server.browser()
    await phone.signIn(emailAddress)
    await change({ current_password: testPassword, new_password: newPassword })
    expect((await phone.call('GET', '/me')).status).toBe(200)

    const events = await eventTypesOf(server, () =>
      change({ current_password: newPassword, new_password: testPassword, sign_out_of_other_sessions: true }),
    )
    expect(events).toEqual(['user.updated', 'session.revoked'])
    expect((await phone.call('GET', '/me')).status).toBe(401)
    expect((await browser.call('GET', '/me')).status).toBe(200)
  })

  test.each([
    ['without the current one', { new_password: newPassword }, 'form_param_missing', 'current_password'],
    ['with an empty current one', { current_password: '', new_password: newPassword }, 'form_param_missing', 'current_password'],
    ['with a wrong one', { current_password: 'wrong', new_password: newPassword }, 'form_password_incorrect', 'current_password'],
    [
      'to a short one',
      { current_password: testPassword, new_password: 'short' },
      'form_password_length_too_short',
      'new_password',
    ],
    [
      'to a long one',
      { current_password: testPassword, new_password: 'a'.repeat(129) },
      'form_password_length_too_long',
      'new_password',
    ],
    ['to ten thousand characters', { new_password: 'a'.repeat(10_000) }, 'form_param_max_length_exceeded', 'new_password'],
    ['to none', { current_password: testPassword }, 'form_param_missing', 'new_password'],
    ['to an empty one', { current_password: testPassword, new_password: '' }, 'form_param_nil', 'new_password'],
    ['to a list', { current_password: testPassword, new_password: ['a', 'b'] }, 'form_param_type_invalid', 'new_password'],
    ['of somebody else', { new_password: newPassword, user_id: 'user_1' }, 'form_param_unknown', 'user_id'],
    [
      'with a flag that is none',
      { current_password: testPassword, new_password: newPassword, sign_out_of_other_sessions: 'maybe' },
      expect.stringMatching(/^form_param_/),
      'sign_out_of_other_sessions',
    ],
  ])('a password is not changed %s', async (_how, fields, code, parameter) => {
    const events = await eventTypesOf(server, async () => {
      const answer = await change(fields)
      expect(answer).toBeRefused(422, code, parameter)
      expect(answer.cookies).toEqual([])
    })
    expect(events).toEqual([])
    expect(await opens(testPassword)).toBe(true)
  })

  test('a password may hold any characters', async () => {
    const odd = 'pass\0wörd 密码 🔑'
    expect((await change({ current_password: testPassword, new_password: odd })).status).toBe(200)
    expect(await opens(odd)).toBe(true)
  })

  test('wrong passwords in a session that was left open lock that session out of password changes', async () => {
    for (let guess = 0; guess < 10; guess++)
      expect(await change({ current_password: `guess ${guess}`, new_password: newPassword })).toBeRefused(
        422,
        'form_password_incorrect',
      )

    const right = await change({ current_password: testPassword, new_password: newPassword })
    expect(right).toBeRefused(403, 'user_locked')
    expect(right.headers.get('retry-after')).toBe('3600')
    expect(await browser.call('POST', '/me/remove_password', { current_password: testPassword })).toBeRefused(403, 'user_locked')
    expect(await opens(testPassword)).toBe(true)

    server.clock.advance(3600_000)
    expect((await change({ current_password: testPassword, new_password: newPassword })).status).toBe(200)
  })

  test("a password can't be guessed by a hundred changes at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, guess) => change({ current_password: `guess ${guess}`, new_password: newPassword })),
    )
    const codes = answers.map(({ body }) => body.errors[0].code)
    expect(codes.filter((code) => code === 'form_password_incorrect')).toHaveLength(10)
    expect(codes.filter((code) => code === 'user_locked')).toHaveLength(90)
  })

  test('the right password clears the count of wrong ones', async () => {
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 9; guess++) await change({ current_password: 'wrong', new_password: newPassword })
      expect((await change({ current_password: testPassword, new_password: testPassword })).status).toBe(200)
    }
  })

  test('of two changes at once that name the same old password, one wins', async () => {
    const answers = await Promise.all(
      ['first new passphrase', 'second new passphrase'].map((password) =>
        change({ current_password: testPassword, new_password: password }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422])
  })

  test('a person who knows the password removes it, and signs in by e-mail code from then on', async () => {
    const events = await eventTypesOf(server, async () => {
      const answer = await browser.call('POST', '/me/remove_password', { current_password: testPassword })
      expect(answer.body.response).toMatchObject({ password_enabled: false, password_last_updated_at: null })
    })
    expect(events).toEqual(['user.updated'])
    expect(await opens(testPassword)).toBe(false)

    expect(await browser.call('POST', '/me/remove_password', { current_password: testPassword })).toBeRefused(
      400,
      'no_password_set',
    )
    expect((await change({ new_password: newPassword })).status).toBe(200) // a first one asks for no other
    expect(await opens(newPassword)).toBe(true)
  })

  test.each([
    ['without it', {}, 422, 'form_param_missing'],
    ['with a wrong one', { current_password: 'wrong' }, 422, 'form_password_incorrect'],
    ['with a list', { current_password: ['a', 'b'] }, 422, 'form_param_type_invalid'],
  ])('a password is not removed %s', async (_how, fields, status, code) => {
    const answer = await browser.call('POST', '/me/remove_password', fields)
    expect(answer).toBeRefused(status, code, 'current_password')
    expect(await opens(testPassword)).toBe(true)
  })

  test('a password is not removed from an account without a verified address', async () => {
    const { id } = (
      await server.backend('POST', '/users', {
        username: `only_${userId.slice(5, 15)}`,
        password: testPassword,
        skip_user_requirement: true,
      })
    ).body
    const only = server.browser()
    const { username } = (await server.backend('GET', `/users/${id}`)).body
    await only.signIn(username)
    const answer = await only.call('POST', '/me/remove_password', { current_password: testPassword })
    expect(answer).toBeRefused(400, 'password_required')
    expect((await only.call('GET', '/me')).body.response.password_enabled).toBe(true)
  })

  test('a password can be tried only so many times a minute', async () => {
    const slow = await testServer(engine, { rateLimits: { attemptsPerMinute: 5 } })
    const page = slow.browser()
    await page.signUp()
    const statuses: number[] = []
    for (let attempt = 0; attempt < 6; attempt++)
      statuses.push((await page.call('POST', '/me/change_password', { new_password: newPassword })).status)
    expect(statuses.at(-1)).toBe(429)
    await slow.close()
  })
})
