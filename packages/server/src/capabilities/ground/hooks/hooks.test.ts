import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../../server.js'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import type { HookEvent } from '../../../start/hook-types.js'
import { type HookedServer, hookedServer, saveProfile } from '../../../testing/hooked-server.js'
import { engines, testOrigin, testPassword, testServer, unlimited } from '../../../testing/test-server.js'
import { Refusal } from './refusal.js'

describe.each(engines)('hooks on %s', (engine) => {
  let server: HookedServer
  beforeAll(async () => {
    server = await hookedServer(engine)
  })
  afterEach(() => server.hook({}))
  afterAll(() => server.close())

  /** A browser whose sign-up wants its code only, and the call that brings it. */
  async function almostSignedUp(emailAddress: string) {
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ups', { email_address: emailAddress, password: testPassword })
    const { id } = begun.body.response
    await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(emailAddress)
    const finish = () => browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    return { browser, finish }
  }

  test("an app's row is written with the user, and gone with them", async () => {
    server.hook({
      'user.created': saveProfile,
      'user.deleted': ({ data }, tx) => tx.sql`delete from app_profiles where user_id = ${data.id}`,
    })
    const { created_user_id: id } = await server.browser().signUp('row@example.com')
    expect(await server.rowsOf('app_profiles')).toEqual([{ user_id: id, email: 'row@example.com' }])
    expect((await server.backend('DELETE', `/users/${id}`)).status).toBe(200)
    expect(await server.rowsOf('app_profiles')).toEqual([])
  })

  test('a hook gets the event as it is stored, in the envelope of webhooks', async () => {
    const told: HookEvent[] = []
    const note = (event: HookEvent) => void told.push(event)
    server.hook({ 'user.created': note, 'session.created': note })
    const before = (await server.rowsOf('events')).length
    const { created_user_id: userId, created_session_id: sessionId } = await server.browser().signUp()
    const stored = (await server.rowsOf('events')).slice(before).filter(({ type }) => type !== 'email.created')
    expect(told.map(({ type, data }) => ({ type, data }))).toEqual(
      stored.map(({ type, data }) => ({ type, data: JSON.parse(String(data)) })),
    )
    expect(told.map(({ data }) => data.id)).toEqual([userId, sessionId])
    expect(told[0]).toEqual({
      type: 'user.created',
      object: 'event',
      data: expect.objectContaining({ object: 'user', id: userId }),
      timestamp: server.clock.now(),
      instance_id: expect.stringMatching(/^ins_[\da-f]{27}$/),
      event_attributes: { http_request: { client_ip: '127.0.0.1', user_agent: expect.any(String) } },
    })
  })

  test('a hook that throws leaves no user, session, mail, cookie or row behind; visitors are not told why, the log is', async () => {
    server.hook({
      'user.created': saveProfile,
      'session.created'() {
        throw new Error('the app has a secret reason')
      },
    })
    const { browser, finish } = await almostSignedUp('thrown@example.com')
    const mail = (await server.mailbox.all()).length
    expect(
      await server.gains(async () => {
        const answer = await finish()
        expect(answer).toBeRefused(500, 'hook_failed')
        expect(JSON.stringify(answer.body)).not.toContain('secret reason')
        expect(answer.cookies).toEqual([])
        expect(server.failures()).toMatchObject([
          {
            message: 'The hook on.session.created failed: the app has a secret reason',
            hook: 'on.session.created',
            path: expect.stringContaining('/attempt_verification'),
            traceId: answer.body.clerk_trace_id,
            error: expect.objectContaining({ message: 'the app has a secret reason' }),
          },
        ])
      }),
    ).toEqual({})
    expect((await server.mailbox.all()).length).toBe(mail)
    expect((await browser.call('GET', '/client')).body.response.sessions).toEqual([])
  })

  test('after a hook that failed the same code signs up', async () => {
    const { finish } = await almostSignedUp('again@example.com')
    server.hook({
      'user.created'() {
        throw new Error('not yet')
      },
    })
    expect((await finish()).status).toBe(500)
    server.hook({ 'user.created': saveProfile })
    expect(await server.gains(async () => expect((await finish()).body.response.status).toBe('complete'))).toEqual({
      users: 1,
      email_addresses: 1,
      sessions: 1,
      events: 2,
      app_profiles: 1,
    })
  })

  test('a hook refuses with a sentence for the visitor, at a field if it names one, through every door', async () => {
    const { finish } = await almostSignedUp('refused@example.com')
    server.hook({
      'user.created': ({ event_attributes: { http_request }, data }) => {
        if (data.email_addresses[0]?.email_address === 'refused@example.com' && http_request.client_ip)
          throw new Refusal('We know enough of you.')
        throw new Refusal('Not this name.', { field: 'firstName' })
      },
    })
    expect(
      await server.gains(async () => {
        const answer = await finish()
        expect(answer).toBeRefused(422, 'hook_refused')
        expect(answer.body.errors).toEqual([
          { code: 'hook_refused', message: 'We know enough of you.', long_message: 'We know enough of you.', meta: {} },
        ])
        expect(answer.cookies).toEqual([])
        const other = await server.createUser('refused-too@example.com')
        expect(other).toBeRefused(422, 'hook_refused')
        expect(other.body.errors[0]).toMatchObject({ long_message: 'Not this name.', meta: { param_name: 'first_name' } })
      }),
    ).toEqual({})
    expect(server.failures()).toEqual([])
  })

  test('told twice in one transaction, a hook runs once, and in the order of the events', async () => {
    const told: string[] = []
    const note = (event: HookEvent) => void told.push(event.type)
    server.hook({ 'user.updated': note, 'session.revoked': note, 'user.deleted': note })
    const browser = server.browser()
    const { created_user_id: id } = await browser.signUp('order@example.com')
    await server.browser().signIn('order@example.com')
    await browser.call('PATCH', '/me', { first_name: 'Jane' })
    expect(told).toEqual(['user.updated'])
    await server.backend('DELETE', `/users/${id}`)
    expect(told).toEqual(['user.updated', 'session.revoked', 'session.revoked', 'user.deleted'])
  })

  test('a deletion that a hook refuses leaves the account signed in', async () => {
    const browser = server.browser()
    await browser.signUp()
    server.hook({
      'user.deleted'() {
        throw new Refusal('Settle your invoices first.')
      },
    })
    expect(
      await server.gains(async () => {
        const refused = await browser.call('DELETE', '/me')
        expect(refused).toBeRefused(422, 'hook_refused')
        expect(refused.body.meta.client.sessions).toHaveLength(1)
      }),
    ).toEqual({})
    expect((await browser.call('GET', '/me')).status).toBe(200)
  })

  test('a sign-in that a hook refuses makes no session and sets no cookie', async () => {
    await server.browser().signUp('closed@example.com')
    server.hook({
      'session.created'() {
        throw new Refusal('We are closed today.')
      },
    })
    const fields = { identifier: 'closed@example.com', password: testPassword, strategy: 'password' }
    expect(
      await server.gains(async () => {
        const answer = await server.browser().call('POST', '/client/sign_ins', fields)
        expect(answer).toBeRefused(422, 'hook_refused')
        expect(answer.cookies).toEqual([])
      }),
    ).toEqual({})
  })

  test("a page that opens an address and is refused by a hook shows the app's sentence", async () => {
    const browser = server.browser()
    await browser.signUp()
    server.hook({
      'session.removed'() {
        throw new Refusal('<b>Stay</b> a while.')
      },
    })
    const headers = { cookie: browser.cookies.header(), origin: testOrigin, accept: 'text/html', 'sec-fetch-mode': 'navigate' }
    const response = await server.request('/sign-out', { method: 'POST', headers })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('<p class="lead" dir="auto">&#60;b&#62;Stay&#60;/b&#62; a while.</p>')
  })

  test('what a hook asks of its own server is refused at once, since each would wait for the other; later it is answered', async () => {
    const told: string[] = []
    server.hook({
      async 'user.created'({ data }) {
        const headers = { authorization: `Bearer ${server.instance.keys.secretKey.reveal()}` }
        const ask = () => server.frontdesk.fetch(new Request(`${testOrigin}/__clerk/api/v1/users/${data.id}`, { headers }))
        await ask().catch((error: Error) => told.push(error.message))
        setTimeout(async () => told.push(String((await ask()).status)), 100)
      },
    })
    expect((await server.createUser('own@example.com')).status).toBe(200)
    await expect.poll(() => told).toEqual([expect.stringMatching(/^The hook on\.user\.created calls its own server/), '200'])
  })

  test('a hook of one server may call another', async () => {
    const other = await testServer(engine)
    const twin = { email_address: ['twin@example.com'], password: testPassword }
    server.hook({ 'user.created': () => other.backend('POST', '/users', twin) })
    expect((await server.createUser('twin@example.com')).status).toBe(200)
    expect(await other.events()).toEqual(['user.created'])
    await other.close()
  })

  /** A further node on the same database. */
  const node = (options: FrontdeskOptions) =>
    createFrontdesk({
      databaseUrl: server.instance.options.databaseUrl.reveal(),
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development',
      log: () => {},
      ...options,
    })

  test('a hook of before.start that fails ends the start with its name', async () => {
    const other = node({ before: { start: (tx) => tx.query('create nonsense') } })
    await expect(other.ready()).rejects.toThrow(/^The hook before\.start failed: /)
    await other.close()
  })

  test('nodes that start together make the tables of the app once', async () => {
    const made: number[] = []
    const nodes = Array.from({ length: 4 }, (_, at) =>
      node({
        before: {
          async start(tx) {
            const known =
              tx.engine === 'sqlite'
                ? tx.sql`select name from sqlite_master where name = 'app_once'`
                : tx.sql`select tablename from pg_tables where tablename = 'app_once'`
            if ((await known).length > 0) return
            await pause(150) // for the others to look as well
            await tx.query('create table app_once (id text)')
            made.push(at)
          },
        },
      }),
    )
    await Promise.all(nodes.map((other) => other.ready()))
    expect(made).toHaveLength(1)
    await Promise.all(nodes.map((other) => other.close()))
  })

  test('each of two nodes runs its own hooks for what it is asked, and none for what the other is asked', async () => {
    const told: string[] = []
    const other = node({ on: { 'user.created': ({ data }) => void told.push(data.id) } })
    await other.ready()
    server.hook({ 'user.created': saveProfile })
    const gained = await server.gains(async () => {
      const here = await server.createUser('here@example.com')
      const headers = { authorization: `Bearer ${server.instance.keys.secretKey.reveal()}`, 'content-type': 'application/json' }
      const body = JSON.stringify({ email_address: ['there@example.com'], password: testPassword })
      const there = await other.fetch(new Request(`${testOrigin}/__clerk/api/v1/users`, { method: 'POST', headers, body }))
      expect([here.status, there.status]).toEqual([200, 200])
    })
    expect([gained.users, gained.app_profiles, told.length]).toEqual([2, 1, 1])
    await other.close()
  })

  test("a command, which has not the app's code, refuses to cause what the app has a hook on, and does the rest", async () => {
    const app = node({ on: { 'user.created': saveProfile } })
    await app.ready()
    const databaseUrl = server.instance.options.databaseUrl.reveal()
    const settings = {
      databaseUrl,
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development',
      log: () => {},
    } as const
    const command = createFrontdesk(settings, { isServing: false })
    const { keys } = await command.ready()
    const ask = async (method: string, path: string, body: object) => {
      const headers = { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' }
      const init = { method, headers, body: JSON.stringify(body) }
      const response = await command.fetch(new Request(`${testOrigin}/__clerk/api/v1${path}`, init))
      return { status: response.status, body: (await response.json()) as { errors: { long_message: string }[] } }
    }
    const gained = await server.gains(async () => {
      const refused = await ask('POST', '/users', { email_address: ['command@example.com'], password: testPassword })
      expect(refused).toBeRefused(422, 'hook_refused')
      expect(refused.body.errors[0]!.long_message).toMatch(/^The app's code has a hook on user\.created/)
    })
    expect(gained).toEqual({})
    const { body: user } = await server.createUser('patched@example.com')
    expect((await ask('PATCH', `/users/${user.id}`, { first_name: 'Ada' })).status).toBe(200)
    await Promise.all([app.close(), command.close()])
  })

  test('a node that lacks hooks of the one before says so as it starts', async () => {
    const lines: string[] = []
    const log: FrontdeskOptions['log'] = ({ level, message }) => level === 'warn' && void lines.push(message)
    for (const on of [
      { 'user.created': saveProfile, 'user.updated': () => {} },
      { 'user.updated': () => {} },
      { 'user.updated': () => {} },
    ]) {
      const other = node({ on, log, rateLimits: unlimited })
      await other.ready()
      await other.close()
    }
    expect(lines.filter((line) => line.includes('hooks'))).toEqual([
      expect.stringMatching(/^This server's code lacks hooks of the one that started before: user\.created\. /),
    ])
  })
})
