/** The lock keeps guessers out and lets the owner in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const newPassword = 'a quite different passphrase'
const codeOf = ({ body }: Answer) => body.errors?.[0]?.code ?? body.response.status

describe.each(engines)('an account that strangers guess at on %s', (engine) => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const signIn = (browser: TestBrowser, identifier: string, password = testPassword) =>
    browser.call('POST', '/client/sign_ins', { identifier, strategy: 'password', password })

  /** Somebody signed in, whose account ten wrong guesses of a stranger have locked. */
  async function guessedAt() {
    const emailAddress = `owner-${++made}@example.com`
    const owner = server.browser()
    const { created_user_id: userId } = await owner.signUp(emailAddress)
    const stranger = server.browser()
    for (let guess = 0; guess < 10; guess++)
      expect(codeOf(await signIn(stranger, emailAddress, `guess ${guess}`))).toBe('form_password_incorrect')
    expect(codeOf(await signIn(stranger, emailAddress))).toBe('user_locked')
    return { emailAddress, owner, userId, stranger }
  }

  async function begin(browser: TestBrowser, identifier: string, strategy: string) {
    const begun = await browser.call('POST', '/client/sign_ins', { identifier, strategy })
    expect(begun.status).toBe(200)
    const path = `/client/sign_ins/${begun.body.response.id}`
    const code = await server.mailbox.lastCode(identifier)
    return { path, answer: () => browser.call('POST', `${path}/attempt_first_factor`, { strategy, code }) }
  }

  test('an account locked by guesses is shown as locked to the app, and unlocked by it', async () => {
    const { userId, emailAddress, stranger } = await guessedAt()
    const locked = await server.backend('GET', `/users/${userId}`)
    expect(locked.body).toMatchObject({ locked: true, lockout_expires_in_seconds: 3600, verification_attempts_remaining: 0 })
    await server.backend('POST', `/users/${userId}/unlock`)
    expect(codeOf(await signIn(stranger, emailAddress))).toBe('complete')
  })

  test('an account locked by guesses opens by a code in its mail', async () => {
    const { emailAddress, userId } = await guessedAt()
    const { answer } = await begin(server.browser(), emailAddress, 'email_code')
    expect(codeOf(await answer())).toBe('complete')
    expect((await server.backend('GET', `/users/${userId}`)).body.locked).toBe(false)
  })

  test('an account locked by guesses opens by a new password, set by a code in its mail', async () => {
    const { emailAddress, stranger } = await guessedAt()
    const browser = server.browser()
    const { path, answer } = await begin(browser, emailAddress, 'reset_password_email_code')
    expect(codeOf(await answer())).toBe('needs_new_password')
    const done = await browser.call('POST', `${path}/reset_password`, { password: newPassword })
    expect(codeOf(done)).toBe('complete')
    expect(codeOf(await signIn(stranger, emailAddress))).toBe('form_password_incorrect')
  })

  test('an account locked by guesses opens by the password in a browser that its owner has used before', async () => {
    const { emailAddress, owner, stranger } = await guessedAt()
    await owner.call('DELETE', '/client/sessions')
    expect(codeOf(await signIn(owner, emailAddress, 'mistyped'))).toBe('form_password_incorrect')
    expect(codeOf(await signIn(owner, emailAddress))).toBe('complete')
    expect(codeOf(await signIn(stranger, emailAddress))).toBe('complete')
  })

  test('attack: a browser that its owner has used before guesses on and on', async () => {
    const { emailAddress, owner } = await guessedAt()
    await owner.call('DELETE', '/client/sessions')
    for (let guess = 0; guess < 10; guess++)
      expect(codeOf(await signIn(owner, emailAddress, `guess ${guess}`))).toBe('form_password_incorrect')
    const refused = await signIn(owner, emailAddress)
    expect([refused.status, codeOf(refused), refused.headers.get('retry-after')]).toEqual([403, 'user_locked', '3600'])
  })

  test('attack: a browser known to one account guesses at another', async () => {
    const { emailAddress } = await guessedAt()
    const other = server.browser()
    await other.signUp()
    await other.call('DELETE', '/client/sessions')
    expect(codeOf(await signIn(other, emailAddress))).toBe('user_locked')
  })

  test('an account locked by guesses lets its signed-in owner change the password, and remove it', async () => {
    const { owner } = await guessedAt()
    const changed = await owner.call('POST', '/me/change_password', { current_password: testPassword, new_password: newPassword })
    expect(changed.status).toBe(200)
    const other = await guessedAt()
    expect((await other.owner.call('POST', '/me/remove_password', { current_password: testPassword })).status).toBe(200)
  })

  test('attack: guesses at the current password, in a session left open, lock the owner out elsewhere', async () => {
    const emailAddress = `owner-${++made}@example.com`
    const left = server.browser()
    await left.signUp(emailAddress)
    const change = (password: string) =>
      left.call('POST', '/me/change_password', { current_password: password, new_password: newPassword })
    for (let guess = 0; guess < 10; guess++) expect(codeOf(await change(`guess ${guess}`))).toBe('form_password_incorrect')
    expect(codeOf(await change(testPassword))).toBe('user_locked')
    expect(codeOf(await signIn(server.browser(), emailAddress))).toBe('complete')
  })
})

describe.each(engines)('what an administrator shuts on %s', (engine) => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  async function shut(verb: string) {
    const emailAddress = `person-${++made}@example.com`
    const owner = server.browser()
    const { created_user_id: userId } = await owner.signUp(emailAddress)
    const { body } = await owner.call('POST', '/me/email_addresses', { email_address: `new-${made}@example.com` })
    expect((await server.backend('POST', `/users/${userId}/${verb}`)).status).toBe(200)
    return { emailAddress, owner, newAddressId: body.response.id }
  }

  describe.each([
    ['lock', 'user_locked'],
    ['ban', 'user_banned'],
  ])('%s', (verb, refusal) => {
    test('a lock or ban by an administrator refuses the right password, in a known browser too', async () => {
      const { emailAddress, owner } = await shut(verb)
      await owner.call('DELETE', '/client/sessions')
      for (const browser of [server.browser(), owner]) {
        const fields = { identifier: emailAddress, strategy: 'password', password: testPassword }
        const refused = await browser.call('POST', '/client/sign_ins', fields)
        expect([refused.status, codeOf(refused)]).toEqual([403, refusal])
      }
    })

    test.each(['email_code', 'reset_password_email_code'])(
      'a lock or ban by an administrator mails no code that could not be used (%s)',
      async (strategy) => {
        const { emailAddress } = await shut(verb)
        const mails = await server.mailbox.all()
        const browser = server.browser()
        const refused = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy })
        expect([refused.status, codeOf(refused)]).toEqual([403, refusal])
        const { body } = await browser.call('POST', '/client/sign_ins', { identifier: emailAddress })
        const prepared = await browser.call('POST', `/client/sign_ins/${body.response.id}/prepare_first_factor`, { strategy })
        expect([prepared.status, codeOf(prepared)]).toEqual([403, refusal])
        expect(await server.mailbox.all()).toEqual(mails)
      },
    )
  })

  test('attack: somebody tries passwords at a locked account, and learns the right one from its refusal', async () => {
    const { emailAddress, owner } = await shut('lock')
    await owner.call('DELETE', '/client/sessions')
    for (const browser of [server.browser(), owner])
      for (const password of ['a guess', testPassword]) {
        const fields = { identifier: emailAddress, strategy: 'password', password }
        expect(codeOf(await browser.call('POST', '/client/sign_ins', fields))).toBe('user_locked')
      }
  })

  test('a lock by an administrator keeps the signed-in user from changing the password, and from lifting the lock by it', async () => {
    const { owner } = await shut('lock')
    const fields = { current_password: testPassword, new_password: newPassword }
    expect(codeOf(await owner.call('POST', '/me/change_password', fields))).toBe('user_locked')
    expect(codeOf(await owner.call('POST', '/me/remove_password', { current_password: testPassword }))).toBe('user_locked')
    expect((await owner.call('GET', '/me')).status).toBe(200)
  })
})

describe.each(engines)('right passwords at once on %s', (engine) => {
  test.each([0, 9])('twenty right passwords at once, after %i wrong ones, sign in twenty times', async (wrong) => {
    const server = await testServer(engine)
    const emailAddress = 'busy@example.com'
    await server.browser().signUp(emailAddress)
    const signIn = (password: string) =>
      server.browser().call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'password', password })
    for (let guess = 0; guess < wrong; guess++) await signIn(`guess ${guess}`)
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(testPassword)))
    expect(answers.map(codeOf)).toEqual(Array(20).fill('complete'))
    await server.close()
  })

  test('twenty password changes at once by the signed-in owner lock nothing', async () => {
    const server = await testServer(engine)
    const owner = server.browser()
    await owner.signUp('busy@example.com')
    const fields = { current_password: testPassword, new_password: testPassword }
    const answers = await Promise.all(Array.from({ length: 20 }, () => owner.call('POST', '/me/change_password', fields)))
    expect(answers.map(codeOf)).not.toContain('user_locked')
    await server.close()
  })
})
