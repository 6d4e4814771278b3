/** The API of endpoints: what it takes, what it refuses, what it shows. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const hook = 'https://shop.example/hook'

describe.each(engines)('endpoints of webhooks on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterEach(() => server.backend('DELETE', '/webhooks/svix'))
  afterAll(() => server.close())

  const create = (fields: object = {}) => server.backend('POST', '/webhook_endpoints', { url: hook, ...fields })

  test('an endpoint shows its secret when it is created and when it is rotated, and never else', async () => {
    const { status, body } = await create({ events: ['user.created', 'user.created'], description: 'The shop' })
    const { id } = body
    const shown = {
      object: 'webhook_endpoint',
      id: expect.stringMatching(/^ep_\w{27}$/),
      url: hook,
      description: 'The shop',
      events: ['user.created'],
      enabled: true,
      disabled_reason: null,
      failing_since: null,
      created_at: server.clock.now(),
      updated_at: server.clock.now(),
    }
    expect([status, body]).toEqual([200, { ...shown, secret: expect.stringMatching(/^whsec_/) }])
    expect((await server.backend('GET', `/webhook_endpoints/${id}`)).body).toEqual(shown)
    expect((await server.backend('GET', '/webhook_endpoints')).body).toEqual({ data: [shown], total_count: 1 })
    expect((await server.backend('PATCH', `/webhook_endpoints/${id}`, { description: '' })).body).toEqual({
      ...shown,
      description: '',
    })
    const rotated = (await server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, {})).body
    expect(rotated.secret).not.toBe(body.secret)
    const stored = JSON.stringify(await server.instance.db.selectFrom('webhook_endpoints').selectAll().execute())
    for (const secret of [body.secret, rotated.secret]) expect(stored).not.toContain(secret.slice('whsec_'.length))
  })

  test('an endpoint is changed, disabled and deleted', async () => {
    const { id } = (await create()).body
    const changes = { url: 'https://other.example/', events: ['user.deleted'], enabled: false, description: 'Other' }
    expect((await server.backend('PATCH', `/webhook_endpoints/${id}`, changes)).body).toMatchObject(changes)
    expect((await server.backend('PATCH', `/webhook_endpoints/${id}`, { events: null })).body).toMatchObject({ events: null })
    expect((await server.backend('DELETE', `/webhook_endpoints/${id}`)).body).toEqual({
      object: 'webhook_endpoint',
      id,
      deleted: true,
    })
    const calls = [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/deliveries'],
      ['POST', '/rotate_secret'],
      ['POST', '/replay'],
    ] as const
    for (const [method, path] of calls) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : path === '/replay' ? { since: 0 } : {}
      const { status } = await server.backend(method, `/webhook_endpoints/${id}${path}`, body)
      expect([method, path, status]).toEqual([method, path, 404])
    }
  })

  test.each([
    [{ url: 'http://shop.example/hook' }, 'http:// is for hosts of FRONTDESK_PRIVATE_HOSTS'],
    [{ url: 'https://localhost/hook' }, 'set FRONTDESK_PRIVATE_HOSTS to localhost'],
    [{ url: 'https://169.254.169.254/latest' }, 'is a private address'],
    [{ url: 'https://[::ffff:10.0.0.1]/' }, 'is a private address'],
    [{ url: 'https://user:password@shop.example/' }, 'user name'],
    [{ url: 'shop.example/hook' }, 'no URL'],
    [{ url: '' }, 'no URL'],
    [{ url: `https://shop.example/${'x'.repeat(2048)}` }, '2048'],
    [{ events: [] }, 'at least 1'],
    [{ events: ['user.renamed'] }, ''],
    [{ events: 'user.created' }, ''],
    [{ secret: 'whsec_mine' }, 'not a valid parameter'],
    [{ description: 'x'.repeat(501) }, '500'],
  ])('%j is refused', async (fields, message) => {
    const { status, body } = await create(fields)
    expect([status, body.errors?.[0].long_message]).toEqual([422, expect.stringContaining(message)])
    expect((await server.backend('GET', '/webhook_endpoints')).body.total_count).toBe(0)
  })

  test('a refused URL changes nothing', async () => {
    const { id } = (await create()).body
    expect((await server.backend('PATCH', `/webhook_endpoints/${id}`, { url: 'https://10.0.0.1/' })).status).toBe(422)
    expect((await server.backend('GET', `/webhook_endpoints/${id}`)).body.url).toBe(hook)
  })

  test('a secret rotates with a time of up to a week', async () => {
    const { id } = (await create()).body
    const rotate = (previous_secret_ttl: unknown) =>
      server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, { previous_secret_ttl })
    for (const [ttl, status] of [
      [0, 200],
      [604_800, 200],
      [604_801, 422],
      [-1, 422],
      ['soon', 422],
    ] as const)
      expect([ttl, (await rotate(ttl)).status]).toEqual([ttl, status])
  })

  test('two that rotate at once both know which secret holds', async () => {
    const { id } = (await create()).body
    const answers = await Promise.all([1, 2, 3].map(() => server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, {})))
    for (const { status } of answers) expect([200, 429]).toContain(status)
    expect(answers.some(({ status }) => status === 200)).toBe(true)
  })

  test('an instance has at most fifty endpoints', async () => {
    for (let i = 0; i < 50; i++) expect((await create()).status).toBe(200)
    const { status, body } = await create()
    expect([status, body.errors[0].code]).toEqual([403, 'webhook_endpoint_quota_exceeded'])
    expect((await server.backend('GET', '/webhook_endpoints?limit=20&offset=40')).body).toMatchObject({ total_count: 50 })
  })

  test("Clerk's operations of Svix lead to our endpoints, and deleting the app deletes them", async () => {
    await create()
    const url = { svix_url: `${testOrigin}/__clerk/api/v1/webhook_endpoints` }
    expect((await server.backend('POST', '/webhooks/svix')).body).toEqual(url)
    expect((await server.backend('POST', '/webhooks/svix_url')).body).toEqual(url)
    expect(await server.backend('DELETE', '/webhooks/svix')).toMatchObject({ status: 204, body: '' })
    expect((await server.backend('GET', '/webhook_endpoints')).body).toEqual({ data: [], total_count: 0 })
    expect((await server.backend('DELETE', '/webhooks/svix')).status).toBe(204)
  })

  test('nobody without the secret key sees endpoints', async () => {
    const answer = await server.request('/__clerk/api/v1/webhook_endpoints', {
      headers: { authorization: 'Bearer sk_test_guess' },
    })
    expect(answer.status).toBe(401)
  })
})
