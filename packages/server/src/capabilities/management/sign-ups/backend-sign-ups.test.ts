import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

describe.each(engines)('sign-ups, as servers manage them, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  let begun = 0
  beforeAll(async () => {
    server = await testServer(engine)
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  async function begin(fields: object = {}): Promise<{ browser: TestBrowser; id: string; address: string }> {
    const browser = server.browser()
    const address = `begun-${++begun}@example.com`
    const fieldsOfForm = { email_address: address, password: testPassword, strategy: 'email_code', ...fields }
    const { body } = await browser.call('POST', '/client/sign_ups', fieldsOfForm)
    return { browser, id: body.response.id, address }
  }

  async function complete({ browser, id, address }: Awaited<ReturnType<typeof begin>>): Promise<AnyBody> {
    const code = await server.mailbox.lastCode(address)
    return browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { code })
  }

  test('servers read a sign-up under way as its browser sees it', async () => {
    const { browser, id } = await begin({ first_name: 'Ada' })
    const { status, body } = await server.backend('GET', `/sign_ups/${id}`)
    expect([status, body]).toEqual([200, (await browser.call('GET', `/client/sign_ups/${id}`)).body.response])
    expect(body).toMatchObject({ status: 'missing_requirements', external_id: null, custom_action: false })
  })

  test('servers read a complete sign-up, in which nothing is missing', async () => {
    const begun = await begin()
    const { body } = await complete(begun)
    expect((await server.backend('GET', `/sign_ups/${begun.id}`)).body).toEqual(body.response)
    expect(body.response).toMatchObject({ status: 'complete', missing_fields: [], password_enabled: true })
  })

  test('a sign-up is abandoned after a day, and can no longer be changed', async () => {
    const { id } = await begin()
    server.clock.advance(24 * 3600_000)
    expect((await server.backend('GET', `/sign_ups/${id}`)).body.status).toBe('abandoned')
    expect((await server.backend('PATCH', `/sign_ups/${id}`, { custom_action: true })).status).toBe(404)
    expect((await server.backend('GET', `/sign_ups/${id}`)).body.custom_action).toBe(false)
  })

  test('a sign-up gets an external id, which its user has afterwards', async () => {
    const begun = await begin()
    const events = await people.eventsOf(async () => {
      const { status, body } = await server.backend('PATCH', `/sign_ups/${begun.id}`, {
        external_id: 'crm-1',
        custom_action: true,
      })
      expect([status, body.external_id, body.custom_action]).toEqual([200, 'crm-1', true])
    })
    expect(events).toEqual([])

    const done = await complete(begun)
    expect(done.body.response).toMatchObject({ status: 'complete', external_id: 'crm-1', custom_action: true })
    expect(await people.get(done.body.response.created_user_id)).toMatchObject({ external_id: 'crm-1' })
  })

  test('a user has the external id that the sign-up got at the moment it was completed', async () => {
    const begun = []
    for (let at = 0; at < 8; at++) begun.push(await begin())
    const outcomes = await Promise.all(
      begun.map(async (signUp, at) => {
        const external_id = `at-once-${at}`
        const [done, marked] = await Promise.all([
          complete(signUp),
          server.backend('PATCH', `/sign_ups/${signUp.id}`, { external_id }),
        ])
        const user = await people.get(done.body.response.created_user_id)
        return { told: marked.status === 200 ? external_id : null, had: user.external_id }
      }),
    )
    expect(outcomes.map(({ had }) => had)).toEqual(outcomes.map(({ told }) => told))
  })

  test('a sign-up loses its external id by null or a blank one, and keeps what is not named', async () => {
    const { id } = await begin()
    const change = async (fields: object) => (await server.backend('PATCH', `/sign_ups/${id}`, fields)).body
    for (const none of [null, '']) {
      await change({ external_id: 'crm-2', custom_action: true })
      expect(await change({ external_id: none, custom_action: null })).toMatchObject({ external_id: null, custom_action: true })
    }
    expect(await change({})).toMatchObject({ external_id: null, custom_action: true })
  })

  test("a sign-up doesn't get the external id of a user", async () => {
    await people.create({ external_id: 'taken' })
    const { id } = await begin()
    const { status, body } = await server.backend('PATCH', `/sign_ups/${id}`, { external_id: 'taken' })
    expect([status, body.errors]).toMatchObject([422, [{ code: 'form_identifier_exists', meta: { param_name: 'external_id' } }]])
  })

  test("a complete sign-up can't be changed: its user has an external id of their own", async () => {
    const begun = await begin()
    const { body } = await complete(begun)
    expect((await server.backend('PATCH', `/sign_ups/${begun.id}`, { external_id: 'late' })).status).toBe(404)
    expect(await people.get(body.response.created_user_id)).toMatchObject({ external_id: null })
  })

  test('no sign-up is found by an id that is none', async () => {
    expect((await server.backend('GET', '/sign_ups/sua_none')).status).toBe(404)
    expect((await server.backend('PATCH', '/sign_ups/sua_none', { custom_action: true })).status).toBe(404)
  })

  test('a browser gives its sign-up no external id', async () => {
    const { browser, id } = await begin()
    const { status, body } = await browser.call('PATCH', `/client/sign_ups/${id}`, { external_id: 'mine' })
    expect([status, body.errors[0].code]).toEqual([422, 'form_param_unknown'])
  })
})
