import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../../../tests/environment/database.js'
import { createFrontdesk, type OwnFrontdesk } from '../../../server.js'
import { createCookieJar } from '../../../testing/cookie-jar.js'
import type { AnyBody } from '../../../testing/test-server.js'

const origin = 'http://localhost:3000'

describe('two nodes on one PostgreSQL database', () => {
  let time = Date.UTC(2026, 0, 1)
  /** How far the clock of the first node is ahead of the second one's. */
  const ahead = 5_000
  let nodes: [OwnFrontdesk, OwnFrontdesk]
  let drop: () => Promise<void>

  beforeAll(async () => {
    const database = await freshDatabase('postgres')
    drop = database.drop
    const options = {
      databaseUrl: database.url,
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'development' as const,
      log: () => {},
    }
    nodes = [createFrontdesk({ ...options, now: () => time + ahead }), createFrontdesk({ ...options, now: () => time })]
    await Promise.all(nodes.map((node) => node.ready()))
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })

  const cookies = createCookieJar()

  async function call(node: 0 | 1, method: string, path: string, fields: Record<string, string> = {}) {
    const response = await nodes[node].fetch(
      new Request(`${origin}/__clerk/v1${path}`, {
        method,
        headers: { cookie: cookies.header(), origin },
        body: method === 'GET' ? null : new URLSearchParams(fields),
      }),
    )
    cookies.store(response)
    return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || 'null') }
  }

  async function backend(node: 0 | 1, method: string, path: string): Promise<AnyBody> {
    const { keys } = await nodes[node].ready()
    const headers = { authorization: `Bearer ${keys.secretKey.reveal()}` }
    return (await nodes[node].fetch(new Request(`${origin}/__clerk/api/v1${path}`, { method, headers }))).json()
  }

  test('two nodes share a browser, whichever of them it meets', async () => {
    const started = await call(0, 'POST', '/client/sign_ups', {
      email_address: 'jane+clerk_test@example.com',
      password: 'a long enough one',
    })
    const signUp = `/client/sign_ups/${started.body.response.id}`
    await call(1, 'POST', `${signUp}/prepare_verification`, { strategy: 'email_code' })
    const done = await call(0, 'POST', `${signUp}/attempt_verification`, { strategy: 'email_code', code: '424242' })
    const session: string = done.body.response.created_session_id
    for (const node of [0, 1] as const) expect((await call(node, 'POST', `/client/sessions/${session}/tokens`)).status).toBe(200)

    // A node whose clock is behind must not hand out a token older than `__client_uat` says: middlewares would ask again and again.
    const answer = await call(1, 'GET', `/client/handshake?redirect_url=${origin}/&format=nonce`)
    const nonce = answer.headers.getSetCookie()[0]!.match(/=([^;]+)/)![1]
    const { directives } = await backend(0, 'GET', `/clients/handshake_payload?nonce=${nonce}`)
    const [jwt, updatedAt] = ['__session', '__client_uat'].map(
      (name) => directives.find((line: string) => line.startsWith(`${name}=`)).match(/=([^;]+)/)[1],
    )
    const { iat } = JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString())
    expect(Number(updatedAt)).toBeLessThanOrEqual(iat)

    time += 1_000
    await backend(0, 'POST', `/sessions/${session}/revoke`)
    expect((await call(1, 'POST', `/client/sessions/${session}/tokens`)).status).toBe(401)
  })
})
