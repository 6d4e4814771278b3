import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'
import type { Mail } from '../../ground/mail/mail.js'

const origin = 'https://app.example.com'
const weekMs = 7 * 24 * 3600_000
const newPassword = 'a quite different passphrase'
const chromeOnWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'

describe.each(engines)('notices to owners on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  let owner: string
  let thief: string
  let userId: string
  let count = 0
  beforeAll(async () => {
    server = await testServer(engine, {
      publicUrl: origin,
      session: { lifetimeSeconds: 30 * 24 * 3600, inactivitySeconds: 30 * 24 * 3600 },
      reverification: { required: false }, // whoever took it over knows its password
    })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    count += 1
    owner = `owner-${count}@example.com`
    thief = `thief-${count}@evil.example`
    browser = server.browser()
    userId = (await browser.signUp(owner)).created_user_id
  })

  /** Notices that `work` mails, in order. */
  async function noticesOf(work: () => Promise<unknown>): Promise<Mail[]> {
    const before = (await server.mailbox.all()).length
    await work()
    return (await server.mailbox.all()).slice(before).filter(({ code }) => code === undefined)
  }
  const kinds = (mails: Mail[]) => mails.map(({ to, kind }) => `${kind} to ${to}`)

  async function addAddress(address: string): Promise<string> {
    const { id } = (await browser.call('POST', '/me/email_addresses', { email_address: address })).body.response
    await browser.call('POST', `/me/email_addresses/${id}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(address)
    const verified = await browser.call('POST', `/me/email_addresses/${id}/attempt_verification`, { code })
    expect(verified.status).toBe(200)
    return id
  }
  const ownAddresses = async () =>
    (await browser.call('GET', '/me')).body.response.email_addresses as Array<{ id: string; email_address: string }>
  const removeAddress = async (address: string) => {
    const { id } = (await ownAddresses()).find(({ email_address }) => email_address === address)!
    return browser.call('DELETE', `/me/email_addresses/${id}`)
  }
  const changePassword = () =>
    browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: newPassword })
  const signIn = (by: TestBrowser, secret: string, headers = {}) =>
    by.call('POST', '/client/sign_ins', { identifier: owner, password: secret, strategy: 'password' }, headers)

  test('the owner is told of a changed password, with where it was changed from', async () => {
    const change = () =>
      browser.call(
        'POST',
        '/me/change_password',
        { current_password: testPassword, new_password: newPassword },
        { 'user-agent': chromeOnWindows },
      )
    const [mail, ...more] = await noticesOf(async () => expect((await change()).status).toBe(200))
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: owner, kind: 'password_changed', subject: 'Your password for My app was changed' })
    expect(mail!.text).toContain('from Chrome on Windows, this computer.')
    expect(mail!.text).toMatch(/This wasn’t me:\nhttps:\/\/app\.example\.com\/__clerk\/not-me#[\w-]{20,}\n/)
  })

  test('the owner is not told of a refused password change', async () => {
    const mails = await noticesOf(() =>
      browser.call('POST', '/me/change_password', { current_password: 'wrong', new_password: newPassword }),
    )
    expect(mails).toEqual([])
  })

  test('the owner is told of a removed password', async () => {
    const mails = await noticesOf(async () => {
      const removed = await browser.call('POST', '/me/remove_password', { current_password: testPassword })
      expect(removed.status).toBe(200)
    })
    expect(kinds(mails)).toEqual([`password_removed to ${owner}`])
  })

  test('the owner is told once of a password that was reset by mail, also from a new device', async () => {
    const other = server.browser()
    const begun = await other.call('POST', '/client/sign_ins', { identifier: owner, strategy: 'reset_password_email_code' })
    const { id } = begun.body.response
    const code = await server.mailbox.lastCode(owner)
    const mails = await noticesOf(async () => {
      await other.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy: 'reset_password_email_code', code })
      const reset = await other.call('POST', `/client/sign_ins/${id}/reset_password`, { password: newPassword })
      expect(reset.body.response.status).toBe('complete')
    })
    expect(kinds(mails)).toEqual([`password_changed to ${owner}`])
  })

  test('the other addresses are told of an added address once it is verified', async () => {
    const mails = await noticesOf(() => addAddress(thief))
    expect(kinds(mails)).toEqual([`email_address_added to ${owner}`])
    expect(mails[0]!.text).toContain(`${thief} was added to your account`)
  })

  test('the owner of an account that is taken over step by step is told of each step', async () => {
    const id = await addAddress(thief)
    const primary = await noticesOf(() => browser.call('PATCH', '/me', { primary_email_address_id: id }))
    expect(kinds(primary).sort()).toEqual([
      `primary_email_address_changed to ${owner}`,
      `primary_email_address_changed to ${thief}`,
    ])
    const removed = await noticesOf(() => removeAddress(owner))
    expect(kinds(removed).sort()).toEqual([`email_address_removed to ${owner}`, `email_address_removed to ${thief}`])

    const other = server.browser()
    await other.signUp()
    expect(
      kinds(await noticesOf(() => other.call('POST', '/me/remove_password', { current_password: testPassword }))),
    ).toHaveLength(1) // a former address hears of its own account only

    server.clock.advance(weekMs - 1_000)
    const password = await noticesOf(changePassword)
    expect(kinds(password).sort()).toEqual([`password_changed to ${owner}`, `password_changed to ${thief}`])

    server.clock.advance(1_000)
    const later = await noticesOf(() => browser.call('POST', '/me/remove_password', { current_password: newPassword }))
    expect(kinds(later)).toEqual([`password_removed to ${thief}`])
  })

  test('an address that was only claimed gets no notice, and no notice tells of it', async () => {
    const mails = await noticesOf(async () => {
      await browser.call('POST', '/me/email_addresses', { email_address: thief })
      await changePassword()
      await removeAddress(thief)
    })
    expect(kinds(mails)).toEqual([`password_changed to ${owner}`])
    const later = await noticesOf(() => browser.call('POST', '/me/remove_password', { current_password: newPassword }))
    expect(kinds(later)).toEqual([`password_removed to ${owner}`])
  })

  test('the owner is told of a new device, but neither of the first one nor of known ones', async () => {
    const phone = server.browser()
    const first = await noticesOf(() => signIn(phone, testPassword, { 'user-agent': chromeOnWindows }))
    expect(kinds(first)).toEqual([`new_device_sign_in to ${owner}`])
    expect(first[0]!.text).toContain('from Chrome on Windows, this computer.')
    const again = await noticesOf(async () => {
      await phone.call('DELETE', '/client/sessions')
      expect((await signIn(phone, testPassword)).body.response.status).toBe('complete')
    })
    expect(again).toEqual([])

    const made = await server.backend('POST', '/users', { email_address: [`made-${count}@example.com`], password: testPassword })
    expect(made.status).toBe(200)
    expect(await noticesOf(() => server.browser().signIn(`made-${count}@example.com`))).toEqual([])
  })

  test('the owner is told of a sign-in by e-mail code on a new device', async () => {
    const phone = server.browser()
    const begun = await phone.call('POST', '/client/sign_ins', { identifier: owner, strategy: 'email_code' })
    const code = await server.mailbox.lastCode(owner)
    const attempt = `/client/sign_ins/${begun.body.response.id}/attempt_first_factor`
    const mails = await noticesOf(() => phone.call('POST', attempt, { strategy: 'email_code', code }))
    expect(kinds(mails)).toEqual([`new_device_sign_in to ${owner}`])
  })

  test('the owner is told of a deleted account', async () => {
    const [mail, ...more] = await noticesOf(async () => expect((await browser.call('DELETE', '/me')).status).toBe(200))
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: owner, kind: 'account_deleted' })
    expect(mail!.text).not.toContain('http')
  })

  describe('"This wasn’t me"', () => {
    const say = (token: string, headers: Record<string, string> = { origin }) =>
      server.request('/__clerk/not-me', { method: 'POST', body: token, headers })
    const tokenOf = (mail: Mail) => /not-me#([\w-]+)/.exec(mail.text)![1]!

    test('"This wasn’t me" signs out every device once, and the password opens nothing any more', async () => {
      const phone = server.browser()
      const [mail] = await noticesOf(() => signIn(phone, testPassword))
      const token = tokenOf(mail!)
      const waiting = server.browser()
      const begun = await waiting.call('POST', '/client/sign_ins', { identifier: owner, strategy: 'email_code' })
      const code = await server.mailbox.lastCode(owner)
      const page = await server.request('/__clerk/not-me')
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect((await browser.call('GET', '/me')).status).toBe(200) // to open the page ends nothing

      const events = await eventTypesOf(server, async () => {
        const said = await say(token)
        expect([said.status, await said.json()]).toEqual([200, { secured: true }])
        expect(said.headers.getSetCookie()).toEqual([])
      })
      expect(events).toEqual(['session.revoked', 'session.revoked', 'user.updated'])
      const goOn = await waiting.call('POST', `/client/sign_ins/${begun.body.response.id}/attempt_first_factor`, {
        strategy: 'email_code',
        code,
      })
      expect(goOn.status).toBe(404)
      for (const device of [browser, phone]) expect((await device.call('GET', '/me')).status).toBe(401)
      expect((await signIn(phone, testPassword)).status).toBe(400)

      const again = await say(token)
      expect([again.status, ((await again.json()) as AnyBody).errors[0].code]).toEqual([400, 'verification_expired'])
    })

    test('"This wasn’t me" ends sign-ins under way also where there is no password to remove', async () => {
      const [mail] = await noticesOf(() => browser.call('POST', '/me/remove_password', { current_password: testPassword }))
      const waiting = server.browser()
      const begun = await waiting.call('POST', '/client/sign_ins', { identifier: owner, strategy: 'email_code' })
      const code = await server.mailbox.lastCode(owner)
      expect((await say(tokenOf(mail!))).status).toBe(200)
      const attempt = `/client/sign_ins/${begun.body.response.id}/attempt_first_factor`
      const goOn = await waiting.call('POST', attempt, { strategy: 'email_code', code })
      expect([goOn.status, goOn.cookies]).toEqual([404, []])
    })

    test('"This wasn’t me" works for a week', async () => {
      const [early] = await noticesOf(changePassword)
      server.clock.advance(1_000)
      const [late] = await noticesOf(() => signIn(server.browser(), newPassword))
      server.clock.advance(weekMs - 1_000)
      expect((await say(tokenOf(early!))).status).toBe(400)
      expect((await say(tokenOf(late!))).status).toBe(200)
    })

    test('"This wasn’t me" is refused to other sites, to guesses, and for an account that is gone', async () => {
      const [mail] = await noticesOf(changePassword)
      const token = tokenOf(mail!)
      expect((await say(token, {})).status).toBe(400)
      expect((await say(token, { origin: 'https://evil.example' })).status).toBe(400)
      expect((await say(`${token.slice(0, -1)}x`)).status).toBe(400)
      expect((await say('x'.repeat(1_000))).status).toBe(413)
      expect((await browser.call('GET', '/me')).status).toBe(200)

      await server.backend('DELETE', `/users/${userId}`)
      const events = await eventTypesOf(server, async () => expect((await say(token)).status).toBe(200))
      expect(events).toEqual([])
    })
  })
})

describe('notices', () => {
  test('a notice names no address of ours where none is configured, except on a developer’s own machine', async () => {
    const server = await testServer('sqlite')
    const browser = server.browser()
    await browser.signUp('owner@example.com')
    const change = (headers = {}) =>
      browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: testPassword }, headers)

    await change({ origin: 'http://localhost:3000', host: 'localhost:3000' })
    expect((await server.mailbox.all()).at(-1)!.text).toContain('http://localhost:3000/__clerk/not-me#')
    await change({ origin: 'http://evil.example', host: 'evil.example' })
    const { text } = (await server.mailbox.all()).at(-1)!
    expect(text).not.toContain('evil.example')
    expect(text).toContain('sign out of all other devices')
    await server.close()
  })

  test('a notice in production names no address where none is configured, not even one of this machine', async () => {
    const server = await testServer('sqlite', { environment: 'production' })
    await server.backend('POST', '/users', { email_address: ['owner@example.com'], password: testPassword })
    const browser = server.browser()
    await browser.signIn('owner@example.com')
    await browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: newPassword })
    const [{ kind, text }] = (await server.mailbox.all()) as [Mail]
    expect(kind).toBe('password_changed')
    expect(text).not.toContain('localhost')
    await server.close()
  })

  test.each([
    ['accountChanges', 'new_device_sign_in'],
    ['newDevices', 'password_changed'],
  ])('notices can be turned off by kind: without %s there is %s', async (option, kind) => {
    const server = await testServer('sqlite', { notices: { [option]: false } })
    const browser = server.browser()
    await browser.signUp('owner@example.com')
    await browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: newPassword })
    await server.browser().signIn('owner@example.com', newPassword)
    expect((await server.mailbox.all()).map((mail) => mail.kind)).toEqual(['sign_up_code', kind])
    await server.close()
  })
})
