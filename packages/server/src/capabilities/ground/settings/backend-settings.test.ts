import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk, type OwnFrontdesk } from '../../../server.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

describe.each(engines)('settings on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      applicationName: 'Corner shop',
      lockout: { maxAttempts: 5 },
      allowedOrigins: ['https://a.example'],
      rateLimits: {},
    })
  })
  afterAll(() => server.close())

  const read = async () => (await server.backend('GET', '/instance/settings')).body
  const write = (patch: object, { query = '', ...headers }: Record<string, string> = {}) =>
    server.backend('PATCH', `/instance/settings${query}`, patch, headers)
  const versions = () => server.instance.db.selectFrom('settings').selectAll().orderBy('version').execute()

  test('settings are read whole, with their version and what is locked, only with the secret key', async () => {
    const { status, body, headers } = await server.backend('GET', '/instance/settings')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      object: 'settings',
      version: 0,
      branding: { application_name: 'Corner shop' },
      session: { lifetime_seconds: 604_800, single: false },
      lockout: { max_attempts: 5, duration_seconds: 3600 },
      allowed_origins: ['https://a.example'],
    })
    expect(body.locked).toEqual({
      'branding.application_name': 'in code: applicationName',
      'lockout.max_attempts': 'in code: lockout.maxAttempts',
    })
    expect(headers.get('etag')).toBe('"0"')
    expect((await server.request('/__clerk/api/v1/instance/settings')).status).toBe(401)
  })

  test('settings change leaf by leaf, and hold for the next request', async () => {
    const { status, body, headers } = await write(
      { password: { min_length: 12 }, attributes: { username: 'required' } },
      { query: '?reason=Audit' },
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      version: 1,
      password: { min_length: 12, max_length: 128 },
      attributes: { username: 'required' },
    })
    expect(headers.get('etag')).toBe('"1"')
    expect(await read()).toEqual(body)
    expect((await server.browser().call('GET', '/environment')).body.user_settings).toMatchObject({
      attributes: { username: { required: true } },
      password_settings: { min_length: 12 },
    })
    expect(await versions()).toEqual([
      {
        version: 1,
        document: '{"attributes":{"username":"required"},"password":{"min_length":12}}',
        changed_by: 'secret_key',
        changed_at: server.clock.now(),
        reason: 'Audit',
      },
    ])
  })

  test('a settings document that was read can be written back, which changes nothing', async () => {
    const { object: _, version, locked: __, ...document } = await read()
    expect((await write(document)).body.version).toBe(version)
    expect(await versions()).toHaveLength(version)
  })

  test('null gives a setting its first value again', async () => {
    expect((await write({ password: { min_length: null } })).body.password.min_length).toBe(8)
  })

  test('allowed origins are added to those in code, and a foreign page may call at once', async () => {
    const { body } = await write({ allowed_origins: ['https://b.example', 'https://a.example'] })
    expect(body.allowed_origins).toEqual(['https://a.example', 'https://b.example'])
    expect((await versions()).at(-1)!.document).toContain('"allowed_origins":["https://b.example"]')
    const asked = await server.browser().call('POST', '/client', {}, { origin: 'https://b.example' })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, 'https://b.example'])
  })

  test('changing a setting that code fixes is refused with the place where it is set, unless it is the same', async () => {
    const { version } = await read()
    const { status, body } = await write({ lockout: { max_attempts: 7, duration_seconds: 60 } })
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([
      {
        code: 'setting_locked',
        meta: { param_name: 'lockout.max_attempts' },
        long_message: expect.stringContaining('set in code: lockout.maxAttempts'),
      },
    ])
    expect((await write({ lockout: { max_attempts: null } })).status).toBe(422)
    expect(await read()).toMatchObject({ version, lockout: { duration_seconds: 3600 } })
    expect((await write({ lockout: { max_attempts: 5 } })).body.version).toBe(version)
  })

  test.each([
    [{ password: { min_length: 3 } }, 'password.min_length'],
    [{ password: { minlength: 30 } }, 'password.minlength'],
    [{ passwords: {} }, 'passwords'],
    [{ session: { single: 'no' } }, 'session.single'],
    [{ attributes: { username: 'always' } }, 'attributes.username'],
    [{ allowed_origins: ['null'] }, 'allowed_origins.0'],
    [{ version: 1 }, 'version'],
  ])('the settings change %j is refused with the name of the parameter', async (patch, name) => {
    const { status, body } = await write(patch)
    expect([status, body.errors[0].meta.param_name]).toEqual([422, name])
  })

  test('a settings change that was decided on an earlier version is refused', async () => {
    const { version } = await read()
    expect((await write({ codes: { max_attempts: 4 } }, { 'if-match': `"${version}"` })).status).toBe(200)
    const late = await write({ codes: { max_attempts: 9 } }, { 'if-match': `"${version}"` })
    expect(late).toBeRefused(412, 'precondition_failed')
    expect((await write({ codes: { max_attempts: 9 } }, { 'if-match': 'W/"x"' })).status).toBe(412)
    expect((await read()).codes.max_attempts).toBe(4)
  })

  test('of ten settings changes at once none is lost', async () => {
    const { version } = await read()
    const fields = ['lifetime_seconds', 'inactivity_seconds'].flatMap((name) =>
      [1, 2, 3, 4, 5].map((n) => ({ session: { [name]: 1000 + n } })),
    )
    const answers = await Promise.all(fields.map((patch) => write(patch)))
    expect(answers.map(({ body }) => body.version).toSorted((a, b) => a - b)).toEqual(
      fields.map((_, index) => version + 1 + index),
    )
    expect((await read()).version).toBe(version + 10)
  })

  test('a dry run of a settings change says what would hold, and writes nothing', async () => {
    const before = await read()
    const { body } = await write({ events: { kept_days: 7 } }, { query: '?dry_run=true' })
    expect(body).toEqual({ ...before, events: { kept_days: 7 } })
    expect(await read()).toEqual(before)
  })

  test('rate limits change without a restart', async () => {
    await write({ rate_limits: { attempts_per_minute: 1 } })
    const attempt = () => server.browser().call('POST', '/client/sign_ins', { identifier: 'nobody@example.com' })
    const statuses = [(await attempt()).status, (await attempt()).status]
    expect(statuses[1]).toBe(429)
    await write({ rate_limits: { attempts_per_minute: 1000 } })
    expect((await attempt()).status).toBe(statuses[0])
  })

  describe('at another node', () => {
    let other: OwnFrontdesk
    beforeAll(async () => {
      const { databaseUrl, encryptionKey } = server.instance.options
      other = createFrontdesk({
        databaseUrl: databaseUrl.reveal(),
        encryptionKey: encryptionKey!.reveal(),
        environment: 'development',
        session: { lifetimeSeconds: 60 },
        log: () => {},
      })
      await other.ready()
    })
    afterAll(() => other.close())

    test('changed settings hold soon at another node, where its code says nothing else', async () => {
      await write({ session: { lifetime_seconds: 120, inactivity_seconds: 240 } })
      const settings = async () => (await other.ready()).settings.session
      await expect.poll(settings).toMatchObject({ lifetimeSeconds: 60, inactivitySeconds: 240 })
    })
  })
})

describe.each(engines)('a node on %s', (engine) => {
  test('a node that has not heard of a settings change decides by it nevertheless', async () => {
    const server = await testServer(engine)
    const { databaseUrl, encryptionKey } = server.instance.options
    const other = createFrontdesk({
      databaseUrl: databaseUrl.reveal(),
      encryptionKey: encryptionKey!.reveal(),
      environment: 'development',
      log: () => {},
    })
    await server.instance.liveSettings.close() // it asks no more
    const browser = server.browser()
    const fields = { email_address: 'late@example.com', password: testPassword, strategy: 'email_code' }
    const { body } = await browser.call('POST', '/client/sign_ups', fields)
    const code = await server.mailbox.lastCode(fields.email_address)

    const { status } = await other.fetch(
      new Request('http://localhost/__clerk/api/v1/instance/settings', {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${server.instance.keys.secretKey.reveal()}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ attributes: { username: 'required' }, password: { min_length: 30 } }),
      }),
    )
    expect(status).toBe(200)
    expect(server.instance.settings.attributes.username).toBe('off')

    const path = `/client/sign_ups/${body.response.id}`
    const attempted = await browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect(attempted.body.response).toMatchObject({ status: 'missing_requirements', created_user_id: null })
    const short = await browser.call('PATCH', path, { password: 'another fine password' })
    expect(short.body.errors).toMatchObject([{ code: 'form_password_length_too_short' }])
    const created = await server.backend('POST', '/users', { email_address: ['b@example.com'], password: 'x'.repeat(40) })
    expect(created.body.errors).toMatchObject([{ code: 'form_data_missing', meta: { param_names: ['username'] } }])
    await other.close()
    await server.close()
  })

  test("a node that can't read the settings keeps the last ones, and is unhealthy after ten seconds", async () => {
    const server = await testServer(engine)
    await server.backend('PATCH', '/instance/settings', { password: { min_length: 12 } })
    const { db } = server.instance
    const unreadable = { version: 2, document: '{"password":{"min_length":"many"}}', changed_by: 'nobody', changed_at: 0 }
    await db.insertInto('settings').values(unreadable).execute()
    await db.updateTable('heads').set({ version: 2 }).execute()
    const health = async () => (await server.frontdesk.fetch(new Request('http://localhost/__clerk/v1/health'))).status // Clerk's has no such answer
    expect(await health()).toBe(200)
    server.clock.advance(10_001)
    expect(await health()).toBe(503)
    expect(server.instance.settings.password.minLength).toBe(12)
    expect(server.logs.filter(({ level }) => level === 'error')).toHaveLength(1)

    await db.updateTable('heads').set({ version: 1 }).execute()
    expect(await health()).toBe(200)
    await server.close()
  })
})
