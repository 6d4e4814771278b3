import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { type TestServer, testServer } from '../testing/test-server.js'
import { routesFor } from './routes.js'

describe('HEAD', () => {
  let server: TestServer
  let bridge: Listening
  let paths: string[]
  let headers: Record<string, string>

  beforeAll(async () => {
    server = await testServer('sqlite')
    bridge = await listening(server.frontdesk.listener)
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp('jane@example.com')
    const { user } = (await browser.call('GET', '/client')).body.response.sessions[0]
    const ids: Record<string, string> = { session_id: sessionId, user_id: user.id, email_id: user.primary_email_address_id }
    headers = {
      cookie: browser.cookies.header(),
      authorization: `Bearer ${server.instance.keys.secretKey.reveal()}`,
    }

    const { frontend, backend, documents } = routesFor(server.instance.options)
    paths = [
      ...frontend.map(({ operation: { method, path } }) => ({ method, path: `/__clerk/v1${path}` })),
      ...backend.map(({ operation: { method, path } }) => ({ method, path: `/__clerk/api/v1${path}` })),
      ...documents,
    ]
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path.replace('/*', '').replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? 'none'))
  })
  afterAll(async () => {
    await bridge.close()
    await server.close()
  })

  const ofConnection = ['connection', 'keep-alive'] // fetch ends one after a HEAD
  const changing = ['date', 'x-clerk-trace-id', 'location', 'set-cookie'] // from one GET to the next, too

  async function ask(method: string, path: string) {
    const answer = await fetch(`${bridge.origin}${path}`, { method, headers, redirect: 'manual' })
    const told = [...answer.headers]
      .filter(([name]) => !ofConnection.includes(name))
      .map(([name, value]) => [name, changing.includes(name) ? '' : value])
    return { status: answer.status, headers: Object.fromEntries(told), body: await answer.text() }
  }

  test('HEAD is answered as GET is, without a body, wherever GET is', async () => {
    const statuses = new Set<number>()
    const others = [
      '/__clerk/v1/client/handshake?redirect_url=/',
      '/__clerk/v1/organizations/org_1/memberships',
      '/__clerk/nowhere',
    ]
    for (const path of [...paths, ...others]) {
      const { body, ...asked } = await ask('GET', path)
      expect(await ask('HEAD', path), path).toEqual({ ...asked, body: '' })
      statuses.add(asked.status)
    }
    expect([...statuses].toSorted()).toEqual([200, 303, 307, 400, 404, 422])
  })

  test('HEAD is answered without a body to callers of fetch', async () => {
    const answer = await server.request('/__clerk/v1/environment', { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([200, 'application/json', null])
  })

  test("HEAD writes nothing that GET does not, and can't ask for a change", async () => {
    const answer = await ask('HEAD', '/__clerk/v1/client/sessions?_method=DELETE')
    expect(answer.status).toBe(400)
    expect((await ask('GET', '/__clerk/v1/me')).status).toBe(200)
  })
})
