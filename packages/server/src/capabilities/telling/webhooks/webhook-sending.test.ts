/** Events on their way to endpoints, over HTTP, on both engines. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { requireSpecifiedEvent } from '../../../../../../tests/conformance/require-specified.js'
import { engines, type TestServer, testOrigin, testPassword, testServer } from '../../../testing/test-server.js'
import { type AnswerTo, type Received, type Receiver, startReceiver } from '../../../testing/webhook-receiver.js'

const hour = 3600_000

describe.each(engines)('webhooks on %s', (engine) => {
  let server: TestServer
  const receivers: Receiver[] = []
  const endpoints: string[] = []
  beforeAll(async () => {
    server = await testServer(engine, {
      publicUrl: testOrigin,
      outbound: { privateHosts: ['127.0.0.1'] },
      webhooks: { operatorEmail: 'ops@example.com' },
    })
  })
  afterEach(async () => {
    for (const id of endpoints.splice(0)) await server.backend('DELETE', `/webhook_endpoints/${id}`)
    for (const receiver of receivers.splice(0)) {
      for (const { event } of receiver.received) requireSpecifiedEvent(event)
      await receiver.close()
    }
  })
  afterAll(() => server.close())

  const deliver = () => server.instance.webhooks.deliver()
  async function receiving(answer?: AnswerTo): Promise<Receiver> {
    const receiver = await startReceiver(answer)
    receivers.push(receiver)
    return receiver
  }
  async function added(url: string, fields: object = {}) {
    const { status, body } = await server.backend('POST', '/webhook_endpoints', { url, ...fields })
    expect([status, body.errors]).toEqual([200, undefined])
    endpoints.push(body.id)
    return body
  }
  let made = 0
  const create = async () =>
    (
      await server.backend('POST', '/users', {
        email_address: [`${engine}-${++made}@example.com`],
        password: testPassword,
      })
    ).body.id as string
  const rename = (id: string, name: string) => server.backend('PATCH', `/users/${id}`, { first_name: name })
  const deliveriesOf = async (endpoint: { id: string }, query = '') =>
    (await server.backend('GET', `/webhook_endpoints/${endpoint.id}/deliveries?limit=100${query}`)).body

  test('an event arrives with the resource, the time, the instance and who caused it', async () => {
    const receiver = await receiving()
    await added(receiver.url)
    const browser = server.browser()
    const { created_user_id: id, created_session_id: sessionId } = await browser.signUp(`${engine}-exact@example.com`)
    await deliver()
    expect(receiver.told()).toEqual([`user.created ${id}`, `session.created ${sessionId}`])
    const [created, session] = receiver.received.map(({ event }) => event)
    const attributes = { http_request: { client_ip: '127.0.0.1', user_agent: '' } }
    expect(created).toEqual({
      data: (await server.backend('GET', `/users/${id}`)).body,
      event_attributes: attributes,
      instance_id: server.instance.keys.instanceId,
      object: 'event',
      timestamp: server.clock.now(),
      type: 'user.created',
    })
    expect(session).toMatchObject({ data: { user_id: id, user: { id } }, event_attributes: attributes })
    const [first, second] = receiver.received.map(({ headers }) => headers)
    expect(first).toMatchObject({ 'content-type': 'application/json', 'svix-id': expect.stringMatching(/^evt_/) })
    expect(Number(second!['frontdesk-sequence'])).toBeGreaterThan(Number(first!['frontdesk-sequence']))
  })

  test('an endpoint gets the events that it asks for', async () => {
    const [all, some] = [await receiving(), await receiving()]
    await added(all.url)
    await added(some.url, { events: ['user.deleted', 'organization.created'] })
    const id = await create()
    await server.backend('DELETE', `/users/${id}`)
    await deliver()
    expect(all.told()).toEqual([`user.created ${id}`, `user.deleted ${id}`])
    expect(some.told()).toEqual([`user.deleted ${id}`])
  })

  test('what is refused is sent again with the same id and body: at once, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h', async () => {
    const receiver = await receiving(() => 500)
    const endpoint = await added(receiver.url)
    await create()
    await deliver()
    for (const seconds of [5, 300, 1800, 7200, 18_000, 36_000, 36_000]) {
      const before = receiver.received.length
      server.clock.advance(seconds * 1000 - 1)
      await deliver()
      expect(receiver.received).toHaveLength(before)
      server.clock.advance(1)
      await deliver()
      expect(receiver.received).toHaveLength(before + 1)
    }
    server.clock.advance(100 * hour)
    await deliver()
    expect(receiver.received).toHaveLength(8)
    expect(new Set(receiver.received.map(({ headers, body }) => headers['svix-id'] + body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-signature'])).size).toBe(8)
    const { data } = await deliveriesOf(endpoint)
    expect(data).toMatchObject([{ status: 'failed', next_attempt_at: null }])
    expect(data[0].attempts).toEqual(
      Array.from({ length: 8 }, () => ({
        at: expect.any(Number),
        duration_ms: expect.any(Number),
        status: 500,
        error: 'It answered 500',
      })),
    )
    expect(server.logs).toContainEqual(expect.objectContaining({ level: 'error', message: 'A webhook was given up' }))
  })

  test('while an event waits for its next try, later ones of the same subject wait, and others go on', async () => {
    let isDown = true
    const held = await create()
    const receiver = await receiving(({ event }) => (isDown && event.data.id === held ? 503 : 204))
    const endpoint = await added(receiver.url)
    await rename(held, 'First')
    await rename(held, 'Second')
    const other = await create()
    await deliver()
    expect(receiver.told().toSorted()).toEqual([`user.created ${other}`, `user.updated ${held}`].toSorted())
    expect((await deliveriesOf(endpoint)).data.map(({ status }: { status: string }) => status)).toEqual([
      'delivered',
      'queued',
      'waiting',
    ])

    isDown = false
    server.clock.advance(5_000)
    await deliver()
    const names = receiver.received.filter(({ event }) => event.data.id === held).map(({ event }) => event.data.first_name)
    expect(names).toEqual(['First', 'First', 'Second'])
  })

  test('an event that is given up lets the next of its subject go', async () => {
    const receiver = await receiving(({ event }) => (event.data.first_name === 'First' ? 400 : 204))
    await added(receiver.url)
    const id = await create()
    await rename(id, 'First')
    await rename(id, 'Second')
    for (let tries = 0; tries < 8; tries++) {
      await deliver()
      server.clock.advance(10 * hour)
    }
    expect(receiver.received.map(({ event }) => event.data.first_name)).toEqual([null, ...Array(8).fill('First'), 'Second'])
  })

  test('a dead endpoint and a silent one slow neither requests nor others', async () => {
    const silent = await receiving(() => 'hang')
    const alive = await receiving()
    for (let i = 0; i < 3; i++) await added('http://127.0.0.1:1/hook')
    await added(silent.url)
    await added(alive.url)
    const ids = []
    for (let i = 0; i < 20; i++) ids.push(await create())
    await expect
      .poll(() => alive.told().toSorted(), { timeout: 10_000 })
      .toEqual(ids.map((id) => `user.created ${id}`).toSorted())
    await expect.poll(() => silent.received.length).toBeGreaterThanOrEqual(8) // as many as a node sends to one at once
  })

  test('an endpoint at which nothing arrives for five days is disabled, and the operator gets mail', async () => {
    let status = 500
    const receiver = await receiving(() => status)
    const endpoint = await added(receiver.url)
    const id = await create()
    await deliver()
    server.clock.advance(5 * 24 * hour - 1)
    await deliver()
    expect((await server.backend('GET', `/webhook_endpoints/${endpoint.id}`)).body).toMatchObject({ enabled: true })
    await rename(id, 'Later')
    server.clock.advance(hour)
    await deliver()
    expect((await server.backend('GET', `/webhook_endpoints/${endpoint.id}`)).body).toMatchObject({
      enabled: false,
      disabled_reason: 'failing',
      failing_since: expect.any(Number),
    })
    const toOperator = (await server.mailbox.all()).filter(({ to }) => to === 'ops@example.com')
    expect(toOperator).toMatchObject([{ kind: 'webhook_disabled', text: expect.stringContaining(receiver.url) }])
    const before = receiver.received.length
    await create()
    server.clock.advance(24 * hour)
    await deliver()
    expect(receiver.received).toHaveLength(before)

    status = 200
    await server.backend('PATCH', `/webhook_endpoints/${endpoint.id}`, { enabled: true })
    await deliver()
    expect(receiver.told().slice(before)).toEqual([`user.created ${id}`, `user.updated ${id}`]) // what was waiting goes on
    expect((await server.backend('GET', `/webhook_endpoints/${endpoint.id}`)).body).toMatchObject({
      enabled: true,
      disabled_reason: null,
      failing_since: null,
    })
  })

  test('an endpoint that answers now and then is not disabled', async () => {
    let status = 500
    const receiver = await receiving(() => status)
    const endpoint = await added(receiver.url)
    for (let day = 0; day < 7; day++) {
      status = day === 3 ? 200 : 500
      await create()
      await deliver()
      server.clock.advance(24 * hour)
    }
    expect((await server.backend('GET', `/webhook_endpoints/${endpoint.id}`)).body).toMatchObject({ enabled: true })
  })

  test('a delivery is retried by hand, at once', async () => {
    let status = 500
    const receiver = await receiving(() => status)
    const endpoint = await added(receiver.url)
    const id = await create()
    await deliver()
    status = 200
    const [waiting] = (await deliveriesOf(endpoint, '&status=waiting')).data
    const retried = await server.backend('POST', `/webhook_deliveries/${waiting.id}/retry`)
    expect(retried).toMatchObject({ status: 200, body: { id: waiting.id, status: 'waiting' } })
    await deliver()
    expect(receiver.told()).toEqual([`user.created ${id}`, `user.created ${id}`])
    await server.backend('POST', `/webhook_deliveries/${waiting.id}/retry`) // one that has arrived, too
    await deliver()
    expect(receiver.told()).toHaveLength(3)
    expect((await deliveriesOf(endpoint)).data[0].attempts).toHaveLength(3)
    expect((await server.backend('POST', '/webhook_deliveries/whd_nobody/retry')).status).toBe(404)
  })

  test('events since a time are replayed in order, also those from before the endpoint, and mail with codes is not', async () => {
    const id = await create()
    server.clock.advance(1000)
    const since = server.clock.now()
    await rename(id, 'First')
    const receiver = await receiving()
    const endpoint = await added(receiver.url)
    await rename(id, 'Second')
    await deliver()
    for (let times = 0; times < 2; times++) {
      const { body } = await server.backend('POST', `/webhook_endpoints/${endpoint.id}/replay`, { since })
      expect(body).toEqual({ object: 'webhook_replay', endpoint_id: endpoint.id, deliveries: 2 })
      await deliver()
    }
    const names = receiver.received.map(({ event }) => event.data.first_name)
    expect(names).toEqual(['Second', 'First', 'Second', 'First', 'Second'])
    expect(new Set(receiver.received.map(({ headers }) => headers['svix-id'])).size).toBe(2)
  })

  test('a receiver that is not at a public address gets nothing once it is not named any more', async () => {
    const elsewhere = await testServer(engine)
    const receiver = await receiving()
    const { status, body } = await elsewhere.backend('POST', '/webhook_endpoints', { url: receiver.url })
    expect([status, body.errors[0].code]).toEqual([422, 'form_param_value_invalid'])
    expect(body.errors[0].long_message).toContain('FRONTDESK_PRIVATE_HOSTS to 127.0.0.1')
    await elsewhere.backend('PATCH', '/instance/settings', { outbound: { private_hosts: ['127.0.0.1'] } })
    const endpoint = (await elsewhere.backend('POST', '/webhook_endpoints', { url: receiver.url })).body
    await elsewhere.backend('PATCH', '/instance/settings', { outbound: { private_hosts: [] } })
    await elsewhere.backend('POST', '/users', { email_address: ['ada@example.com'], password: testPassword })
    await elsewhere.instance.webhooks.deliver()
    expect(receiver.received).toEqual([])
    const { data } = (await elsewhere.backend('GET', `/webhook_endpoints/${endpoint.id}/deliveries`)).body
    expect(data[0].attempts).toMatchObject([{ status: null, error: expect.stringContaining('FRONTDESK_PRIVATE_HOSTS') }])
    await elsewhere.close()
  })

  test('mail with its code goes only to an endpoint that asks for it by name, and is sealed until then', async () => {
    const [all, named] = [await receiving(), await receiving()]
    await added(all.url)
    const before = await server.events()
    const browser = server.browser()
    await browser.signUp(`${engine}-unasked@example.com`)
    expect((await server.events()).slice(before.length)).toEqual(['user.created', 'session.created'])
    const endpoint = await added(named.url, { events: ['email.created'] })
    const address = `${engine}-mail@example.com`
    await server.browser().signUp(address)
    await deliver()
    expect(all.received.map(({ event }) => event.type)).not.toContain('email.created')
    const code = await server.mailbox.lastCode(address)
    const [{ event }] = named.received as [Received]
    expect(event).toMatchObject({
      type: 'email.created',
      data: {
        object: 'email',
        slug: 'verification_code',
        from_email_name: 'no-reply',
        to_email_address: address,
        subject: expect.stringContaining(code),
        body: expect.stringContaining(code),
        data: { otp_code: code },
        delivered_by_clerk: true,
      },
    })
    const rows = await server.instance.db.selectFrom('events').selectAll().where('type', '=', 'email.created').execute()
    expect(rows).toHaveLength(named.received.length)
    expect(JSON.stringify(rows)).not.toContain(code)
    const { body } = await server.backend('POST', `/webhook_endpoints/${endpoint.id}/replay`, { since: 0 })
    expect(body.deliveries).toBe(0)
  })

  test('a redirect is a failure', async () => {
    const receiver = await receiving(() => 302)
    const endpoint = await added(receiver.url)
    await create()
    await deliver()
    expect((await deliveriesOf(endpoint)).data[0].attempts).toMatchObject([
      { status: 302, error: expect.stringContaining('redirects') },
    ])
  })
})
