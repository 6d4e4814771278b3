/** The SDK of an app at `app.example.com` whose embedded server has the domain `clerk.example.com`. */
import { get, type IncomingHttpHeaders } from 'node:http'
import { authenticateRequest, clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express from 'express'
import { type FrontdeskMiddleware, frontdesk } from 'frontdesk/express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instance } from '../../packages/server/src/start/instance.js'
import { createCookieJar } from '../../packages/server/src/testing/cookie-jar.js'
import { type Listening, listening } from '../environment/listening.js'

const app = 'https://app.example.com'
const desk = 'https://clerk.example.com'
const page = { accept: 'text/html', 'sec-fetch-dest': 'document' }

describe.each(['with the public URL', 'without it'])('an app beside a domain of its own, %s', (name) => {
  let server: Listening
  let middleware: FrontdeskMiddleware
  let keys: Instance['keys']
  beforeAll(async () => {
    middleware = frontdesk({
      databaseUrl: 'sqlite::memory:',
      environment: 'development',
      log: () => {},
      domain: 'clerk.example.com',
      ...(name === 'with the public URL' && { publicUrl: app }),
    })
    keys = ((await middleware.server.ready()) as Instance).keys
    const site = express().use(middleware)
    site.get('/first-key', clerkMiddleware({ publishableKey: keys.spellings[1]!.publishableKey }), (request, response) => {
      response.json({ userId: getAuth(request).userId })
    })
    site.use(clerkMiddleware())
    site.get('/account', requireAuth(), (request, response) => void response.json({ userId: getAuth(request).userId }))
    site.get('/v1/client', (_request, response) => void response.send("the app's own"))
    site.get('/state', async (request, response) => {
      const { publishableKey, proxyUrl } = await authenticateRequest({ request })
      response.json({ publishableKey, proxyUrl })
    })
    server = await listening(site)
  })
  afterAll(async () => {
    await server.close()
    await middleware.server.close()
  })

  interface Answer {
    status: number
    headers: IncomingHttpHeaders
    body: string
  }
  /** A request as the reverse proxy passes it on. */
  const ask = (path: string, headers: Record<string, string>, host = 'app.example.com') =>
    new Promise<Answer>((resolve, reject) => {
      get(server.origin + path, { headers: { 'x-forwarded-proto': 'https', ...headers, host } }, (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (text) => {
          body += text
        })
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body })) // an answer has one
      }).on('error', reject)
    })

  /** A browser that signs up at the domain. */
  async function signedUp() {
    const jar = createCookieJar()
    const post = async (path: string, fields: Record<string, string>) => {
      const headers = { origin: app, cookie: jar.header() }
      const answer = await middleware.server.fetch(
        new Request(`${desk}/v1${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) }),
      )
      jar.store(answer)
      return (await answer.json()) as { response: { id: string } } // as the contract has it
    }
    const email_address = `${crypto.randomUUID()}+clerk_test@example.com`
    const { response } = await post('/client/sign_ups', { email_address, password: 'correct horse battery staple' })
    await post(`/client/sign_ups/${response.id}/prepare_verification`, { strategy: 'email_code' })
    await post(`/client/sign_ups/${response.id}/attempt_verification`, { strategy: 'email_code', code: '424242' })
    return jar
  }

  test('the SDK tells the key and the address of the domain', async () => {
    expect(JSON.parse((await ask('/state', {})).body)).toEqual({ publishableKey: keys.publishableKey, proxyUrl: desk })
  })

  test('the SDK sends signed-out people to the pages of the domain, and from there back to the app', async () => {
    const turned = await ask('/account?a=1', page)
    expect([turned.status, turned.headers.location]).toEqual([302, '/sign-in?redirect_url=%2Faccount%3Fa%3D1'])
    const led = await ask(turned.headers.location!, page)
    expect([led.status, led.headers.location]).toEqual([
      307,
      `${desk}/sign-in?redirect_url=${encodeURIComponent(`${app}/account?a=1`)}`,
    ])
  })

  test("the app keeps its own paths, which at the domain's host are the server's", async () => {
    expect((await ask('/v1/client', {})).body).toBe("the app's own")
    expect(JSON.parse((await ask('/v1/client', {}, 'clerk.example.com')).body)).toEqual({ response: null, client: null })
  })

  test('the SDK of the app knows a browser that the domain tells about, by a handshake there', async () => {
    const jar = await signedUp()
    const uat = `__client_uat=${jar.get('__client_uat')}; __client_uat_${keys.cookieSuffix}=${jar.get('__client_uat')}` // what has the app's domain
    const sent = await ask('/account', { ...page, cookie: uat })
    expect(sent.status).toBe(307)
    const address = new URL(sent.headers.location!)
    expect([address.origin + address.pathname, address.searchParams.get('redirect_url')]).toEqual([
      `${desk}/v1/client/handshake`,
      `${app}/account`,
    ])
    const shaken = await middleware.server.fetch(new Request(address, { headers: { cookie: jar.header() } }))
    expect([shaken.status, shaken.headers.get('location')]).toEqual([307, `${app}/account`])
    const [nonce] = shaken.headers.getSetCookie().map((line) => line.split(';', 1)[0]!)
    const arrived = await ask('/account', { ...page, cookie: `${uat}; ${nonce}` })
    expect([arrived.status, JSON.parse(arrived.body)]).toEqual([200, { userId: expect.stringMatching(/^user_/) }])
    expect(arrived.headers['set-cookie']).toContainEqual(
      expect.stringMatching(/^__client_uat=\d+; Path=\/; Domain=example\.com;/),
    )
  })

  test('the SDK takes the tokens of both publishable keys, by cookie and as a bearer', async () => {
    const jar = await signedUp()
    const token = jar.get('__session')!
    for (const suffix of keys.spellings.map(({ cookieSuffix }) => cookieSuffix)) {
      const cookie = `__session_${suffix}=${token}; __client_uat_${suffix}=1`
      const path = suffix === keys.cookieSuffix ? '/account' : '/first-key'
      expect(JSON.parse((await ask(path, { cookie })).body)).toEqual({ userId: expect.stringMatching(/^user_/) })
      expect(JSON.parse((await ask(path, { authorization: `Bearer ${token}` })).body)).toEqual({
        userId: expect.stringMatching(/^user_/),
      })
    }
  })
})
