/** What pages of other sites, and callers who aren't pages at all, try with the Frontend API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, type TestServer, testOrigin, testPassword, testServer } from '../testing/test-server.js'

let server: TestServer
let cookie: string
beforeAll(async () => {
  server = await testServer('sqlite', { allowedOrigins: ['https://app.example.com'] })
  const browser = server.browser()
  await browser.signUp('jane@example.com')
  cookie = browser.cookies.header()
})
afterAll(() => server.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const signIn = `identifier=jane%40example.com&strategy=password&password=${encodeURIComponent(testPassword)}`

describe('attack: a form on another site acts in the name of whoever is signed in here (cross-site request forgery)', () => {
  const foreign = [
    ['another site', 'https://evil.example'],
    ['a sandboxed frame', 'null'],
    ['our host with another port', 'http://localhost:3001'],
    ['a host that ends like ours', 'http://evil-localhost:3000'],
    ['a host that begins like ours', 'http://localhost:3000.evil.example'],
    ['our origin with a path', `${testOrigin}/`],
    ['our host with a user name', 'http://evil@localhost:3000'],
    ['two origins', `${testOrigin} https://evil.example`],
    ['an allowed host without TLS', 'http://app.example.com'],
    ['an empty header', ''],
  ] as const

  test.each(foreign)('a change whose origin is %s is refused, and nothing changes', async (_name, origin) => {
    const before = await snapshot()
    const answer = await server.request('/__clerk/v1/client/sessions?_method=DELETE', {
      method: 'POST',
      headers: { cookie, origin },
    })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'origin_invalid'])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(await snapshot()).toEqual(before)
  })

  test('a change with cookies that names no origin is refused', async () => {
    const before = await snapshot()
    const answer = await server.request('/__clerk/v1/client/sessions?_method=DELETE', { method: 'POST', headers: { cookie } })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'origin_missing'])
    expect(await snapshot()).toEqual(before)
  })

  test("a token can't be fetched across sites", async () => {
    const sessions = await server.instance.db.selectFrom('sessions').select('id').execute()
    const answer = await server.request(`/__clerk/v1/client/sessions/${sessions[0]!.id}/tokens`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example' },
    })
    expect(await codeOf(answer)).toBe('origin_invalid')
  })

  test('changes from our own pages and allowed front ends get through', async () => {
    for (const origin of [testOrigin, 'https://app.example.com']) {
      const answer = await server.request('/__clerk/v1/client', { method: 'POST', headers: { cookie, origin } })
      expect(answer.status, origin).toBe(200)
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    }
  })
})

test('attack: another site signs its visitors in as somebody else (login cross-site request forgery)', async () => {
  const before = await snapshot()
  const answer = await server.request('/__clerk/v1/client/sign_ins', {
    method: 'POST',
    headers: { ...form, origin: 'https://evil.example' },
    body: signIn,
  })
  expect([answer.status, await codeOf(answer)]).toEqual([400, 'origin_invalid'])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await snapshot()).toEqual(before)
})

test('a program without cookies and without an origin may sign in: there is no browser to protect', async () => {
  const answer = await server.request('/__clerk/v1/client/sign_ins', { method: 'POST', headers: form, body: signIn })
  expect(answer.status).toBe(200)
})

test('attack: a page names itself our host by X-Forwarded-Host, which no proxy of ours wrote', async () => {
  const answer = await server.request('/__clerk/v1/client/sessions?_method=DELETE', {
    method: 'POST',
    headers: { cookie, origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  })
  expect(await codeOf(answer)).toBe('origin_invalid')
})

test('attack: a sandboxed page calls where the address that the app sees makes no origin', async () => {
  const answer = await server.frontdesk.fetch(
    new Request('app://desk/__clerk/v1/client', { method: 'POST', headers: { host: 'a b', origin: 'null' } }),
  )
  expect(await codeOf(answer)).toBe('origin_invalid')
})

describe('attack: a link or form picks a method that its browser would not send', () => {
  const attempts = [
    ['GET', 'DELETE'],
    ['GET', 'POST'],
    ['POST', 'GET'],
    ['POST', 'TRACE'],
    ['POST', 'POST'],
    ['POST', 'delete'],
    ['POST', 'DELETE '],
    ['POST', ''],
    ['POST', '__proto__'],
    ['DELETE', 'PATCH'],
  ] as const

  test.each(attempts)('%s with _method=%s is refused, and nothing changes', async (method, override) => {
    const before = await snapshot()
    const answer = await server.request(`/__clerk/v1/client/sessions?_method=${encodeURIComponent(override)}`, {
      method,
      headers: { cookie, origin: testOrigin },
    })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'method_override_invalid'])
    expect(await snapshot()).toEqual(before)
  })

  test('the first of two _method parameters counts, wherever the proxy before us looks', async () => {
    const answer = await server.request('/__clerk/v1/client/sessions?_method=GET&_method=DELETE', {
      method: 'POST',
      headers: { cookie, origin: testOrigin },
    })
    expect(await codeOf(answer)).toBe('method_override_invalid')
  })

  test('a _method in the body is no method', async () => {
    const answer = await server.request('/__clerk/v1/client/sessions', {
      method: 'POST',
      headers: { ...form, cookie, origin: testOrigin },
      body: '_method=DELETE',
    })
    expect(answer.status).toBe(404)
  })

  test('the Backend API knows no overrides: a POST stays a POST', async () => {
    const users = await server.instance.db.selectFrom('users').select('id').execute()
    const answer = await server.backend('POST', `/users/${users[0]!.id}?_method=DELETE`)
    expect(answer.status).toBe(404)
    expect(await server.instance.db.selectFrom('users').select('id').execute()).toEqual(users)
  })
})

const codeOf = async (answer: Response) => ((await answer.json()) as AnyBody).errors?.[0].code // any answer: see AnyBody

/** Everything that a sign-in, sign-out or sign-up writes. */
async function snapshot() {
  const { db } = server.instance
  return Promise.all([
    db.selectFrom('clients').selectAll().orderBy('id').execute(),
    db.selectFrom('sessions').selectAll().orderBy('id').execute(),
    db.selectFrom('sign_ins').selectAll().orderBy('id').execute(),
    db.selectFrom('events').selectAll().orderBy('position').execute(),
  ])
}
