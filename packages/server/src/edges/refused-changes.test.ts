import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { engines, type TestBrowser, type TestServer, testOrigin, testPassword, testServer } from '../testing/test-server.js'

describe.each(engines)('the refusal of a change on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine)
    await server.browser().signUp('jane@example.com')
  })
  beforeEach(() => {
    browser = server.browser()
  })
  afterAll(() => server.close())

  const signIn = { identifier: 'jane@example.com', strategy: 'password', password: testPassword }

  test('the refusal of a change tells a second tab who signed in meanwhile', async () => {
    const { created_session_id: sessionId } = await browser.signIn('jane@example.com')
    const before = await server.events()
    const { status, body, cookies } = await browser.call('POST', '/client/sign_ins', signIn)
    expect({ status, body }).toBeRefused(400, 'identifier_already_signed_in')
    expect(body.meta.client).toMatchObject({ object: 'client', last_active_session_id: sessionId })
    expect(body.meta.client.sessions.map((session: { id: string }) => session.id)).toEqual([sessionId])
    expect(cookies).toEqual([])
    expect(await server.events()).toEqual(before)
  })

  test('the refusal of a change tells a tab that an attempt has ended, or that nobody is signed in any more', async () => {
    await browser.signIn('jane@example.com')
    const gone = await browser.call('POST', '/client/sign_ins/sia_1/attempt_first_factor', {
      strategy: 'password',
      password: 'x',
    })
    expect([gone.status, gone.body.meta.client.sessions.length]).toEqual([404, 1])
    await browser.call('DELETE', '/client/sessions')
    const signedOut = await browser.call('PATCH', '/me', { first_name: 'Jane' })
    expect([signedOut.status, signedOut.body.meta.client]).toMatchObject([401, { object: 'client', sessions: [] }])
    const token = await browser.call('POST', '/client/sessions/sess_1/tokens')
    expect([token.status, token.body.meta.client]).toMatchObject([401, { sessions: [] }])
  })

  test('the refusal of a change says null where the browser has no client, and shows none that the call would have made', async () => {
    const unknown = await browser.call('POST', '/client/sign_ins', { ...signIn, identifier: 'nobody@example.com' })
    expect([unknown.status, unknown.body.meta]).toEqual([422, { client: null }])
    const wrong = await browser.call('POST', '/client/sign_ins', { ...signIn, password: 'wrong' })
    expect([wrong.status, wrong.body.meta, wrong.cookies]).toEqual([422, { client: null }, []])
  })

  test('the refusal of a read tells nobody who is signed in, on both APIs', async () => {
    await browser.signIn('jane@example.com')
    const read = await browser.call('GET', '/client/sign_ins/sia_1', {}, { origin: testOrigin })
    expect([read.status, read.body.meta]).toEqual([404, undefined])
    expect((await server.backend('POST', '/users', { nonsense: 1 })).body).not.toHaveProperty('meta')
  })

  test("attack: a foreign page sends a change with the visitor's cookies; its refusal shows it nobody", async () => {
    await browser.signIn('jane@example.com')
    for (const origin of ['https://foreign.example', 'null']) {
      const { status, body } = await browser.call('POST', '/client/sign_ins', signIn, { origin })
      expect([status, body.errors[0].code, body.meta]).toEqual([400, 'origin_invalid', undefined])
    }
  })
})
