/** Somebody with a page on a sibling domain, or a minute at the machine, puts a client cookie of their own into a visitor's browser. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

describe.each(engines)('attack: a planted client cookie on %s', (engine) => {
  let server: TestServer
  let planter: TestBrowser
  let visitor: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'required' } })
    await server.browser().signUp('victim@example.com', { username: 'victim' })
    await server.browser().signUp('planter@example.com', { username: 'planter' })
  })
  beforeEach(async () => {
    planter = server.browser()
    await planter.call('POST', '/client')
    visitor = server.browser()
    plant()
  })
  afterAll(() => server.close())

  const plant = () => visitor.cookies.set(server.clientCookie, planter.cookies.get(server.clientCookie)!)
  /** What the planter does next does nothing, shows nothing and sets no cookie. */
  async function refuses(path: string, fields: Record<string, unknown>) {
    const before = await server.events()
    expect((await planter.call('GET', '/client')).body.response).toBeNull()
    const { status, body, cookies } = await planter.call('POST', path, fields)
    expect([status, body.errors[0].code, body.meta, cookies]).toEqual([404, 'resource_not_found', { client: null }, []])
    expect(await server.events()).toEqual(before)
  }

  test("the planter of a client cookie can't go on with a sign-in that the visitor begins", async () => {
    const begun = await visitor.call('POST', '/client/sign_ins', { identifier: 'victim@example.com', strategy: 'email_code' })
    expect([begun.status, begun.cookies]).toEqual([200, [server.clientCookie]])
    const path = `/client/sign_ins/${begun.body.response.id}/attempt_first_factor`
    const right = { strategy: 'email_code', code: await server.mailbox.lastCode('victim@example.com') }
    await refuses(path, right)
    expect((await visitor.call('POST', path, right)).body.response.status).toBe('complete')
  })

  test("the planter of a client cookie can't finish the visitor's password reset, though it began before the planting", async () => {
    const begun = await visitor.call('POST', '/client/sign_ins', {
      identifier: 'victim@example.com',
      strategy: 'reset_password_email_code',
    })
    const { id } = begun.body.response
    const copied = visitor.cookies.get(server.clientCookie)!
    const code = await server.mailbox.lastCode('victim@example.com')
    const proven = await visitor.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'reset_password_email_code',
      code,
    })
    expect([proven.body.response.status, proven.cookies]).toEqual(['needs_new_password', [server.clientCookie]])
    await refuses(`/client/sign_ins/${id}/reset_password`, { password: 'the planter chose this' })
    planter.cookies.set(server.clientCookie, copied) // what the browser held before the code was right
    await refuses(`/client/sign_ins/${id}/reset_password`, { password: 'the planter chose this' })

    const done = await visitor.call('POST', `/client/sign_ins/${id}/reset_password`, { password: testPassword })
    expect(done.body.response.status).toBe('complete')
  })

  test("the planter of a client cookie can't finish the visitor's sign-up", async () => {
    const address = `${engine}-visitor@example.com`
    const made = await visitor.call('POST', '/client/sign_ups', {
      email_address: address,
      password: testPassword,
      strategy: 'email_code',
    })
    expect(made.cookies).toEqual([server.clientCookie])
    const path = `/client/sign_ups/${made.body.response.id}`
    const copied = visitor.cookies.get(server.clientCookie)!
    await refuses(`${path}?_method=PATCH`, { username: 'planted' })

    const code = await server.mailbox.lastCode(address)
    const verified = await visitor.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect([verified.body.response.status, verified.cookies]).toEqual(['missing_requirements', [server.clientCookie]])
    planter.cookies.set(server.clientCookie, copied)
    await refuses(`${path}?_method=PATCH`, { username: 'planted' })
    const done = await visitor.call('PATCH', path, { username: `${engine}_visitor` })
    expect(done.body.response.status).toBe('complete')
  })

  test('a request that the planter of a client cookie began first takes nothing over when it ends', async () => {
    const own = await planter.call('POST', '/client/sign_ins', { identifier: 'planter@example.com' })
    plant()
    const held = holdBack(
      `/client/sign_ins/${own.body.response.id}/attempt_first_factor`,
      planter,
      `strategy=password&password=${encodeURIComponent(testPassword)}`,
    )
    await held.isRead // its browser is looked up, its body is not there yet

    const begun = await visitor.call('POST', '/client/sign_ins', {
      identifier: 'victim@example.com',
      strategy: 'reset_password_email_code',
    })
    const { id } = begun.body.response
    const code = await server.mailbox.lastCode('victim@example.com')
    await visitor.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy: 'reset_password_email_code', code })

    const before = await server.events()
    const answer = await held.end()
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, []])
    expect(await server.events()).toEqual(before)
    const done = await visitor.call('POST', `/client/sign_ins/${id}/reset_password`, { password: testPassword })
    expect(done.body.response.status).toBe('complete')
  })

  test('two attempts that begin at once under one client cookie get a client each, and both can go on', async () => {
    const slow = holdBack('/client/sign_ins', visitor, 'identifier=victim%40example.com')
    await slow.isRead
    const quick = await visitor.call('POST', '/client/sign_ins', { identifier: 'victim@example.com' })
    const answer = await slow.end()
    const overtaken = (await answer.json()) as AnyBody
    expect([quick.status, answer.status]).toEqual([200, 200])
    expect(overtaken.client.id).not.toBe(quick.body.client.id)

    const other = server.browser()
    other.cookies.store(answer)
    for (const [browser, { response }] of [
      [visitor, quick.body],
      [other, overtaken],
    ] as const) {
      const path = `/client/sign_ins/${response.id}/attempt_first_factor`
      const done = await browser.call('POST', path, { strategy: 'password', password: testPassword })
      expect(done.body.response.status).toBe('complete')
    }
  })

  /** Sends the head of a request and keeps its body back until `end`. */
  function holdBack(path: string, browser: TestBrowser, form: string) {
    let noteRead = () => {}
    let release = () => {}
    const isRead = new Promise<void>((resolve) => {
      noteRead = resolve
    })
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          noteRead()
          await isReleased
          controller.enqueue(new TextEncoder().encode(form))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { cookie: browser.cookies.header(), origin: testOrigin, 'content-type': 'application/x-www-form-urlencoded' }
    const answer = server.request(`/__clerk/v1${path}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    return {
      isRead,
      end() {
        release()
        return answer
      },
    }
  }
})
