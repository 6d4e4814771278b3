import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BeforeHooks, SignUpAttempt } from '../../../start/hook-types.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { Refusal } from '../../ground/hooks/refusal.js'

describe.each(engines)('before a sign-up on %s', (engine) => {
  let server: TestServer
  let asked: BeforeHooks['signUp']
  beforeAll(async () => {
    server = await testServer(engine, {
      hookLimitMs: 2_000,
      attributes: { firstName: 'optional' }, // that of usernames is changed below
      before: { signUp: (attempt) => asked?.(attempt) },
    })
    await server.backend('PATCH', '/instance/settings', { attributes: { username: 'optional' } })
  })
  afterEach(() => {
    asked = undefined
    server.logs.length = 0
  })
  afterAll(() => server.close())

  const rows = () => server.instance.db.selectFrom('sign_ups').selectAll().execute()
  const userOf = async (id: string) => (await server.backend('GET', `/users/${id}`)).body

  test('the app sees what was typed at each step, and what the account is made of at the last', async () => {
    const attempts: SignUpAttempt[] = []
    asked = (attempt) => void attempts.push(attempt)
    const browser = server.browser()
    const begun = await browser.call(
      'POST',
      '/client/sign_ups',
      { email_address: 'Seen@Example.com', unsafe_metadata: { from: 'ad' }, locale: 'en-GB' },
      { 'user-agent': 'Lynx/2.9' },
    )
    const { id } = begun.body.response
    await browser.call('PATCH', `/client/sign_ups/${id}`, { password: testPassword, first_name: 'Ada', username: 'ada_l' })
    await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode('seen@example.com')
    const done = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    expect(done.body.response.status).toBe('complete')
    const first: SignUpAttempt = {
      isFinal: false,
      signUpId: id,
      emailAddress: 'seen@example.com',
      phoneNumber: null,
      web3Wallet: null,
      username: null,
      firstName: null,
      lastName: null,
      locale: 'en-GB',
      unsafeMetadata: { from: 'ad' },
      ipAddress: '127.0.0.1',
      userAgent: 'Lynx/2.9',
    }
    const later = { ...first, firstName: 'Ada', username: 'ada_l', userAgent: expect.any(String) }
    expect(attempts).toEqual([first, later, { ...later, isFinal: true }])
  })

  test('what the app answers at last becomes metadata; what it answers before does not', async () => {
    asked = ({ isFinal }) => ({
      publicMetadata: { plan: isFinal ? 'trial' : 'none', seats: { used: 0 } },
      ...(isFinal && { privateMetadata: { score: 7 } }),
    })
    const { created_user_id: id } = await server.browser().signUp()
    expect(await userOf(id)).toMatchObject({
      public_metadata: { plan: 'trial', seats: { used: 0 } },
      private_metadata: { score: 7 },
      unsafe_metadata: {},
    })
    asked = () => null
    expect(await userOf((await server.browser().signUp()).created_user_id)).toMatchObject({ public_metadata: {} })
  })

  test('a refusal at the form begins no sign-up, sends no mail and sets no cookie', async () => {
    asked = () => {
      throw new Refusal('Use your address at work.', { field: 'emailAddress' })
    }
    const before = [(await rows()).length, (await server.mailbox.all()).length]
    const fields = { email_address: 'jane@example.com', password: testPassword, strategy: 'email_code' }
    const answer = await server.browser().call('POST', '/client/sign_ups', fields)
    expect(answer).toBeRefused(422, 'hook_refused')
    expect(answer.body.errors).toEqual([
      {
        code: 'hook_refused',
        message: 'Use your address at work.',
        long_message: 'Use your address at work.',
        meta: { param_name: 'email_address' },
      },
    ])
    expect(answer.cookies).toEqual([])
    expect([(await rows()).length, (await server.mailbox.all()).length]).toEqual(before)
  })

  test('a refusal at the end makes no account, and the code works once the app agrees', async () => {
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ups', { email_address: 'late@example.com', password: testPassword })
    const path = `/client/sign_ups/${begun.body.response.id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode('late@example.com')
    const events = await server.events()
    asked = ({ isFinal }) => {
      if (isFinal) throw new Refusal('Not yet.')
    }
    const finish = () => browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    const answer = await finish()
    expect(answer).toBeRefused(422, 'hook_refused')
    expect([answer.cookies, await server.events()]).toEqual([[], events])
    asked = undefined
    expect((await finish()).body.response.status).toBe('complete')
  })

  test('no decision is a refusal: one that fails, is late or makes no sense', async () => {
    const fields = { email_address: 'undecided@example.com', password: testPassword }
    const cases: Array<[BeforeHooks['signUp'], RegExp]> = [
      [
        () => {
          throw new TypeError('no such service')
        },
        /^The hook before\.signUp failed: no such service$/,
      ],
      [() => pause(4_000).then(() => undefined), /^The hook before\.signUp was not done within 2000 ms/],
      [() => ({ publicMetadata: 'gold' }) as never, /^The hook before\.signUp answered something else/],
      [() => true as never, /^The hook before\.signUp answered something else/],
      [
        () => ({ publicMetadata: JSON.parse('{"__proto__":{"admin":true}}') }),
        /^The hook before\.signUp answered something else/,
      ],
    ]
    for (const [hook, message] of cases) {
      asked = hook
      server.logs.length = 0
      expect(await server.browser().call('POST', '/client/sign_ups', fields)).toBeRefused(500, 'hook_failed')
      const failures = server.logs.filter(({ level }) => level === 'error') // mail of the sign-ups before may be logged meanwhile
      expect(failures).toMatchObject([{ message: expect.stringMatching(message), hook: 'before.signUp' }])
    }
  })

  test('it may ask its own server, since nothing waits for it', async () => {
    const counts: unknown[] = []
    asked = async () => {
      counts.push((await server.backend('GET', '/users/count')).body.object)
    }
    await server.browser().signUp()
    expect(counts).toEqual(['total_count', 'total_count'])
  })

  test('a sign-up that became complete by a change of the settings, after the app was asked, is not finished unasked', async () => {
    const usernames = (username: string) => server.backend('PATCH', '/instance/settings', { attributes: { username } })
    await usernames('required')
    const browser = server.browser()
    const fields = { email_address: 'settings@example.com', password: testPassword }
    const path = `/client/sign_ups/${(await browser.call('POST', '/client/sign_ups', fields)).body.response.id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(fields.email_address)
    const asFinal: boolean[] = []
    asked = async ({ isFinal }) => {
      asFinal.push(isFinal)
      await usernames('optional')
    }
    const finish = () => browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect(await finish()).toBeRefused(503, 'service_unavailable')
    expect((await finish()).body.response.status).toBe('complete')
    expect(asFinal).toEqual([false, true])
  })

  test('users whom the app itself makes are not its business', async () => {
    asked = () => {
      throw new Refusal('Nobody.')
    }
    const made = await server.backend('POST', '/users', { email_address: ['made@example.com'], password: testPassword })
    expect(made.status).toBe(200)
  })
})
