/** The real @clerk/express, unmodified and configured by environment variables alone, against the standalone server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyBody,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testServer,
} from '../../packages/server/src/testing/test-server.js'
import { freePort } from '../environment/free-port.js'
import { type Listening, listening } from '../environment/listening.js'

const instances = [
  ['live', 'sqlite'],
  ['live', 'postgres'],
  ['test', 'sqlite'],
  ['test', 'postgres'],
] as const

describe.each(instances)('@clerk/express with pk_%s keys on %s', (keyType, engine) => {
  let desk: TestServer
  let deskServer: Listening
  let app: App
  let networkless: App
  /** Milliseconds that the server's clock is behind, to make tokens that have expired; the app's clock is the machine's. */
  let behind = 0

  beforeAll(async () => {
    const ports = [await freePort(), await freePort()]
    desk = await testServer(engine, {
      keyType,
      allowedOrigins: ports.map((port) => `http://127.0.0.1:${port}`),
      now: () => Date.now() - behind,
    })
    deskServer = await listening(desk.frontdesk.listener)

    const environment = {
      CLERK_PUBLISHABLE_KEY: desk.instance.keys.publishableKey,
      CLERK_SECRET_KEY: desk.instance.keys.secretKey.reveal(),
      CLERK_API_URL: `${deskServer.origin}/__clerk/api`,
      CLERK_PROXY_URL: `${deskServer.origin}/__clerk`,
      CLERK_SIGN_IN_URL: '/sign-in',
      CLERK_TELEMETRY_DISABLED: '1',
    }
    const { privateKey } = await desk.instance.keyRing.signingKey()
    const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
    const unreachable = { CLERK_API_URL: 'http://127.0.0.1:9', CLERK_JWT_KEY: pem }
    ;[app, networkless] = await Promise.all([
      startApp(ports[0]!, environment),
      startApp(ports[1]!, { ...environment, ...unreachable }),
    ])
  })
  afterAll(async () => {
    app?.process.kill()
    networkless?.process.kill()
    await deskServer?.close()
    await desk?.close()
  })
  afterEach(() => {
    behind = 0
  })

  async function signedIn() {
    const browser = desk.browser()
    const { created_user_id: userId, created_session_id: sessionId } = await browser.signUp()
    return { browser, userId: userId as string, sessionId: sessionId as string }
  }

  /** Opens a page as a browser does: cookies, a document's headers, redirects. Cookies don't know ports, so both servers share them. */
  async function visit(browser: TestBrowser, url: string): Promise<{ status: number; body: AnyBody; hops: string[] }> {
    const hops: string[] = []
    for (let at = url; ; ) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: browser.cookies.header(), accept: 'text/html', 'sec-fetch-dest': 'document' },
      })
      browser.cookies.store(response)
      const location = response.headers.get('location')
      if (!location || hops.length === 10) {
        browser.cookies.set('__clerk_redirect_count', '0') // it lives for two seconds
        const text = await response.text()
        return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text, hops }
      }
      at = new URL(location, at).href
      hops.push(at)
    }
  }

  /** What a browser with pk_test_ keys gets at its first page. */
  async function meet(browser: TestBrowser) {
    if (keyType === 'test') await visit(browser, `${app.url}/whoami`)
  }

  const callClerkClient = async (group: string, method: string, ...args: unknown[]) => {
    const response = await fetch(`${app.url}/clerk-client`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ group, method, args }),
    })
    return { status: response.status, ...((await response.json()) as { result?: AnyBody; code?: string }) }
  }

  test('a stranger is signed out by @clerk/express, without a loop', async () => {
    const browser = desk.browser()
    const answer = await visit(browser, `${app.url}/whoami`)
    expect(answer.body).toEqual({ userId: null, sessionId: null })
    expect(answer.hops.length).toBe(keyType === 'live' ? 0 : 3)
    const again = await visit(browser, `${app.url}/whoami`)
    expect(again.hops).toEqual([])
    expect(again.body).toEqual({ userId: null, sessionId: null })
  })

  test('the cookies of a sign-in are enough for @clerk/express', async () => {
    const { browser, userId, sessionId } = await signedIn()
    await meet(browser)
    const answer = await visit(browser, `${app.url}/whoami`)
    expect(answer.body).toEqual({ userId, sessionId })
    expect(answer.hops).toEqual([])
    expect((await visit(browser, `${app.url}/protected`)).body).toBe('This is a protected route')
  })

  test('a bearer token is enough for @clerk/express', async () => {
    const { browser, userId, sessionId } = await signedIn()
    const { jwt } = (await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).body
    const headers = { authorization: `Bearer ${jwt}` }
    expect(await (await fetch(`${app.url}/whoami`, { headers })).json()).toEqual({ userId, sessionId })
    expect(await (await fetch(`${networkless.url}/whoami`, { headers })).json()).toEqual({ userId, sessionId })

    const forged = { authorization: `Bearer ${jwt.slice(0, -4)}AAAA` }
    expect(await (await fetch(`${app.url}/whoami`, { headers: forged })).json()).toEqual({ userId: null, sessionId: null })
  })

  test('verifyToken accepts the claims, and the page they were made for', async () => {
    const { browser, userId, sessionId } = await signedIn()
    const { jwt: token } = (await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).body
    const verify = async (authorizedParties?: string[]) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ token, authorizedParties })
      return (await fetch(`${app.url}/verify-token`, { method: 'POST', headers, body })).json()
    }
    expect(await verify()).toMatchObject({ claims: { sub: userId, sid: sessionId, iss: desk.instance.keys.issuer } })
    expect(await verify([testOrigin])).toMatchObject({ claims: { azp: testOrigin } })
    expect(await verify(['https://other.example'])).toEqual({ reason: 'token-invalid-authorized-parties' })
  })

  test('@clerk/express with the PEM of CLERK_JWT_KEY needs no request', async () => {
    const { browser, userId, sessionId } = await signedIn()
    browser.cookies.set('__clerk_db_jwt', 'dvb_known')
    browser.cookies.set(`__clerk_db_jwt_${desk.instance.keys.cookieSuffix}`, 'dvb_known')
    expect((await visit(browser, `${networkless.url}/whoami`)).body).toEqual({ userId, sessionId })
  })

  test('a browser that lost its session cookies gets them back by a handshake', async () => {
    const { browser, userId, sessionId } = await signedIn()
    await meet(browser)
    browser.cookies.store(removal(['__session', `__session_${desk.instance.keys.cookieSuffix}`]))
    const answer = await visit(browser, `${app.url}/whoami?kept=1`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ userId, sessionId })
    expect(answer.hops.length).toBe(keyType === 'live' ? 2 : 3)
    expect(answer.hops.at(-1)).toBe(`${app.url}/whoami?kept=1`)
    expect(browser.cookies.get('__clerk_handshake_nonce')).toBeUndefined()
    expect(browser.cookies.get('__session')).toBeDefined()
    expect((await visit(browser, `${app.url}/whoami`)).hops).toEqual([])
  })

  test('an expired token is renewed by a handshake, and from then on by the refresh cookie', async () => {
    behind = 120_000
    const { browser, userId, sessionId } = await signedIn()
    await meet(browser)
    behind = 0
    const suffix = desk.instance.keys.cookieSuffix
    const old = browser.cookies.get('__session')!
    const old2 = browser.cookies.get(`__session_${suffix}`)!

    const first = await visit(browser, `${app.url}/whoami`)
    expect(first.body).toEqual({ userId, sessionId })
    expect(first.hops.length).toBe(keyType === 'live' ? 2 : 0) // with pk_test_ keys the first page's handshake brought a refresh cookie
    expect(browser.cookies.get(`__refresh_${suffix}`)).toBeDefined()

    browser.cookies.set('__session', old)
    browser.cookies.set(`__session_${suffix}`, old2)
    const second = await visit(browser, `${app.url}/whoami`)
    expect(second.body).toEqual({ userId, sessionId })
    expect(second.hops).toEqual([])
    expect(browser.cookies.get('__session')).not.toBe(old)
  })

  test('after a revocation neither refresh nor handshake brings the user back', async () => {
    behind = 120_000
    const { browser, sessionId } = await signedIn()
    await meet(browser)
    behind = 0
    const suffix = desk.instance.keys.cookieSuffix
    const old = browser.cookies.get('__session')!
    const old2 = browser.cookies.get(`__session_${suffix}`)!
    await visit(browser, `${app.url}/whoami`)
    browser.cookies.set('__session', old)
    browser.cookies.set(`__session_${suffix}`, old2)

    expect((await callClerkClient('sessions', 'revokeSession', sessionId)).result.status).toBe('revoked')
    const answer = await visit(browser, `${app.url}/whoami`)
    expect(answer.body).toEqual({ userId: null, sessionId: null })
    expect(browser.cookies.get('__session')).toBeUndefined()
    expect(browser.cookies.get('__client_uat')).toBe('0')
    expect((await visit(browser, `${app.url}/whoami`)).hops).toEqual([])
  })

  test('a handshake in token form is accepted by @clerk/express', async () => {
    const { browser, userId, sessionId } = await signedIn()
    const query = new URLSearchParams({ redirect_url: `${app.url}/whoami`, format: 'token' })
    browser.cookies.store(removal(['__session', `__session_${desk.instance.keys.cookieSuffix}`]))
    const answer = await visit(browser, `${deskServer.origin}/__clerk/v1/client/handshake?${query}`)
    expect(answer.body).toEqual({ userId, sessionId })
    expect(browser.cookies.get('__clerk_handshake')).toBeUndefined()
  })

  test('clerkClient reads, lists and revokes sessions, and gets tokens', async () => {
    const { browser, userId, sessionId } = await signedIn()
    expect((await callClerkClient('sessions', 'getSession', sessionId)).result).toMatchObject({
      id: sessionId,
      userId,
      status: 'active',
    })
    const list = await callClerkClient('sessions', 'getSessionList', { userId, status: 'active' })
    expect(list.result).toMatchObject({ totalCount: 1, data: [{ id: sessionId, latestActivity: { isMobile: false } }] })
    expect((await callClerkClient('sessions', 'getToken', sessionId)).result.jwt).toMatch(/^ey/)
    expect((await callClerkClient('sessions', 'createSession', { userId })).result).toMatchObject({ userId, status: 'active' })
    expect(await callClerkClient('sessions', 'getSession', 'sess_nobody')).toEqual({ status: 404, code: 'resource_not_found' })

    const clientId = (await browser.call('GET', '/client')).body.response.id
    expect((await callClerkClient('clients', 'getClient', clientId)).result).toMatchObject({
      id: clientId,
      sessionIds: [sessionId],
    })
    expect((await callClerkClient('clients', 'verifyClient', browser.cookies.get(desk.clientCookie))).result.id).toBe(clientId)
    expect((await callClerkClient('clients', 'getClientList')).result.totalCount).toBeGreaterThan(0)
    expect((await callClerkClient('jwks', 'getJwks')).result.keys).toHaveLength(1)
    expect((await callClerkClient('testingTokens', 'createTestingToken')).result.token).toEqual(expect.any(String))

    expect((await callClerkClient('sessions', 'revokeSession', sessionId)).result.status).toBe('revoked')
    expect((await browser.call('POST', `/client/sessions/${sessionId}/tokens`)).status).toBe(401)
  })
})

interface App {
  url: string
  process: ChildProcess
}

async function startApp(port: number, environment: Record<string, string>): Promise<App> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('apps/express-app.mjs', import.meta.url))], {
    env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The app stopped with code ${code}`))),
  ])
  return { url: `http://127.0.0.1:${port}`, process: child }
}

/** An answer that takes cookies away, as deleting them in the browser does. */
function removal(names: string[]): Response {
  const headers = new Headers()
  for (const name of names) headers.append('set-cookie', `${name}=; Max-Age=0`)
  return new Response(null, { headers })
}
