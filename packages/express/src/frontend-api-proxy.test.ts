/** `frontendApiProxy` before a real server on another port: what goes through, what does not, and what happens when it breaks off. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, request as send } from 'node:http'
import { gzipSync } from 'node:zlib'
import express5, { type Express, type NextFunction, type Request, type Response } from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Listening, listening } from '../../../tests/environment/listening.js'
import { desk, liveKey } from '../../backend/src/testing/desk.js'
import { type ClerkMiddlewareOptions, clerkMiddleware, getAuth } from './index.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const secretKey = 'sk_live_secret'
let upstreamUrl: string
let handler: RequestListener
let seen: IncomingMessage[]
const servers: Listening[] = []

async function originOf(listener: RequestListener): Promise<string> {
  const server = await listening(listener)
  servers.push(server)
  return server.origin
}

beforeAll(async () => {
  upstreamUrl = await originOf((request, response) => {
    seen.push(request)
    handler(request, response)
  })
})
beforeEach(() => {
  seen = []
  handler = (_, response) => void response.end('{}')
})
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()))
})

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('the proxy on %s', (_, express) => {
  async function appWith(more: ClerkMiddlewareOptions = {}, set: (app: Express) => void = () => {}): Promise<string> {
    const app = express()
    set(app)
    const settings = { publishableKey: liveKey, secretKey, apiUrl: `${upstreamUrl}/__clerk/api` }
    app.use(clerkMiddleware({ ...settings, frontendApiProxy: { enabled: true }, ...more }))
    app.use((request: Request, response: Response) => void response.json({ app: request.path, userId: getAuth(request).userId }))
    app.use((error: Error & { status?: number }, _q: Request, response: Response, _n: NextFunction) => {
      response.status(error.status ?? 500).send(error.message)
    })
    return originOf(app)
  }

  const bodyOf = async (stream: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  test('the proxy passes method, path, query, body and cookies on, and tells where it was asked', async () => {
    let body = ''
    handler = async (request, response) => {
      body = (await bodyOf(request)).toString()
      response.writeHead(201, { 'content-type': 'application/json', etag: '"1"' }).end('{"object":"client"}')
    }
    const origin = await appWith()
    const answer = await fetch(`${origin}/__clerk/v1/client?a=1&a=2`, {
      method: 'POST',
      headers: {
        cookie: '__client=c',
        'content-type': 'text/plain',
        'x-forwarded-for': '203.0.113.9',
        'clerk-secret-key': 'forged',
      },
      body: 'the body',
    })
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([201, '{"object":"client"}', '"1"'])
    const { method, url, headers } = seen[0]!
    expect([method, url, body]).toEqual(['POST', '/__clerk/v1/client?a=1&a=2', 'the body'])
    expect(headers).toMatchObject({
      host: new URL(upstreamUrl).host,
      cookie: '__client=c',
      'clerk-proxy-url': `${origin}/__clerk`,
      'clerk-secret-key': secretKey,
      'x-forwarded-host': new URL(origin).host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1', // added behind what the caller claims
    })
  })

  const claims = {
    'x-forwarded-for': '192.0.2.66, 203.0.113.9',
    'x-forwarded-host': 'evil.example, app.example',
    'x-forwarded-proto': 'http, https',
    'x-forwarded-port': '8443',
    forwarded: 'host=evil.example',
  }
  const told = async (origin: string) => {
    await fetch(`${origin}/__clerk/v1/client`, { headers: claims })
    return seen.at(-1)!.headers
  }

  test('attack: a caller tells the server by X-Forwarded headers that it came to another address (121802)', async () => {
    const origin = await appWith()
    const headers = await told(origin)
    expect(headers).toMatchObject({
      'clerk-proxy-url': `${origin}/__clerk`,
      'x-forwarded-host': new URL(origin).host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '192.0.2.66, 203.0.113.9, 127.0.0.1',
    })
    for (const name of ['forwarded', 'x-forwarded-port']) expect(headers).not.toHaveProperty(name)
  })

  test('what a proxy wrote that the app trusts is passed on, and nothing that stands before it', async () => {
    const headers = await told(await appWith({}, (app) => app.set('trust proxy', 1)))
    expect(headers).toMatchObject({
      'clerk-proxy-url': 'https://app.example/__clerk',
      'x-forwarded-host': 'app.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.66, 203.0.113.9, 127.0.0.1',
    })
  })

  test('attack: dot segments pass an app that has closed a part of the Frontend API', async () => {
    const close = (app: Express) => app.use('/__clerk/api', (_q, response) => void response.sendStatus(403))
    const { port } = new URL(await appWith({}, close))
    for (const path of [
      '/__clerk/./api/v1/users',
      '/x/../__clerk/api/v1/users',
      '/__clerk\\api/v1/users',
      '/__clerk/%2e/api/v1/users',
    ]) {
      const [answer] = (await once(send({ host: '127.0.0.1', port, path }).end(), 'response')) as [IncomingMessage]
      answer.resume()
      expect(seen, path).toEqual([])
    }
  })

  test('the proxy keeps all Set-Cookie headers apart, and those of the app', async () => {
    const cookies = ['__session=a; Path=/', '__client_uat=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', '__client=c; HttpOnly']
    handler = (_, response) => void response.writeHead(200, { 'set-cookie': cookies }).end()
    const origin = await appWith({}, (app) =>
      app.use((_q, response, next) => {
        response.cookie('own', '1')
        next()
      }),
    )
    expect((await fetch(`${origin}/__clerk/v1/client`)).headers.getSetCookie()).toEqual(['own=1; Path=/', ...cookies])
  })

  test('the proxy gives compressed answers as they read, also when the server was asked not to compress', async () => {
    handler = (request, response) => {
      response.setHeader('x-asked', request.headers['accept-encoding'] ?? '')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain text'))
    }
    const answer = await fetch(`${await appWith()}/__clerk/npm/clerk.js`)
    expect([await answer.text(), answer.headers.get('content-encoding')]).toEqual(['plain text', null])
    expect(answer.headers.get('x-asked')).toBe('identity')
  })

  test('the proxy streams an upload of 5 MB: its beginning arrives while its end is not yet sent', async () => {
    const [first, second] = [randomBytes(1_000_000), randomBytes(4_000_000)]
    const begun = new Promise<void>((resolve) => {
      handler = async (request, response) => {
        request.once('data', () => resolve())
        response.end(String((await bodyOf(request)).equals(Buffer.concat([first, second]))))
      }
    })
    const outgoing = send(`${await appWith()}/__clerk/v1/me/profile_image`, { method: 'POST' })
    outgoing.write(first)
    await begun
    outgoing.end(second)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect((await bodyOf(answer)).toString()).toBe('true')
  })

  test('the proxy streams an answer: what comes first is there before the rest', async () => {
    let finish = () => {}
    handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      finish = () => void response.end('data: 2\n\n')
    }
    const answer = await fetch(`${await appWith()}/__clerk/v1/events`)
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('data: 1\n\n')
    finish()
    expect((await reader.read()).value).toBe('data: 2\n\n')
    expect((await reader.read()).done).toBe(true)
  })

  test('the proxy hangs up on the server when the browser has', async () => {
    const arrived = new Promise<IncomingMessage>((resolve) => {
      handler = (request, response) => {
        response.writeHead(200).write('the beginning')
        resolve(request)
      }
    })
    const browser = new AbortController()
    const answer = await fetch(`${await appWith()}/__clerk/v1/events`, { signal: browser.signal })
    expect(answer.status).toBe(200)
    const request = await arrived
    const closed = once(request.socket, 'close')
    browser.abort()
    await closed
  })

  test('the proxy hangs up on the server when the browser has, also before there is an answer', async () => {
    const arrived = new Promise<IncomingMessage>((resolve) => {
      handler = resolve
    })
    const browser = new AbortController()
    const answer = fetch(`${await appWith()}/__clerk/v1/events`, { signal: browser.signal })
    const request = await arrived
    const closed = once(request.socket, 'close')
    browser.abort()
    await expect(answer).rejects.toThrow()
    await closed
  })

  test('an answer that breaks off half-way breaks off here, too', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    }
    const answer = await fetch(`${await appWith()}/__clerk/v1/client`)
    await expect(answer.text()).rejects.toThrow()
  })

  test('the proxy follows no redirect, and leads those within the Frontend API back through the proxy', async () => {
    const origin = await appWith()
    const locations: Array<[string, string]> = [
      [`${upstreamUrl}/__clerk/v1/done?x=1#y`, `${origin}/__clerk/v1/done?x=1#y`],
      ['/__clerk/v1/done', `${origin}/__clerk/v1/done`],
      ['/sign-in', '/sign-in'],
      ['https://accounts.example/callback', 'https://accounts.example/callback'],
    ]
    for (const [sent, received] of locations) {
      handler = (_, response) => void response.writeHead(303, { location: sent }).end()
      const answer = await fetch(`${origin}/__clerk/v1/oauth_callback`, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, received])
    }
    expect(seen.length).toBe(locations.length)
  })

  test('the proxy answers HEAD, 204 and 304 without a body', async () => {
    const origin = await appWith()
    handler = (_, response) => void response.writeHead(200, { 'content-length': '7', etag: '"1"' }).end()
    const head = await fetch(`${origin}/__clerk/v1/environment`, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), head.headers.get('content-length')]).toEqual([200, '"1"', '7'])
    for (const status of [204, 304]) {
      handler = (_, response) => void response.writeHead(status).end()
      const answer = await fetch(`${origin}/__clerk/v1/environment`)
      expect([answer.status, await answer.text()]).toEqual([status, ''])
    }
    expect(seen[0]!.method).toBe('HEAD')
  })

  test('the proxy drops the headers of one connection, in both directions', async () => {
    handler = (_, response) => {
      response.writeHead(200, { connection: 'x-hop, close', 'x-hop': '1', 'keep-alive': 'timeout=9', 'x-end': '1' }).end()
    }
    const origin = await appWith()
    const outgoing = send(`${origin}/__clerk/v1/client`, {
      headers: { connection: 'x-hop', 'x-hop': '1', te: 'trailers', 'proxy-authorization': 'Basic eA==', 'x-end': '1' },
    }).end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.headers).not.toHaveProperty('x-hop')
    expect(answer.headers).toHaveProperty('x-end', '1')
    for (const name of ['x-hop', 'te', 'proxy-authorization']) expect(seen[0]!.headers).not.toHaveProperty(name)
    expect(seen[0]!.headers).toHaveProperty('x-end', '1')
  })

  test.each([
    ['//evil.example/__clerk/v1/client', undefined],
    ['/__clerk//evil.example/x', '/__clerk//evil.example/x'],
    ['/__clerk/../secrets', undefined],
    ['/__clerk/%2e%2e/secrets', undefined],
    ['/__clerk/\\evil.example', undefined],
    ['/__clerk@evil.example/', undefined],
    ['/__clerkette', undefined],
  ])('the secret key goes to no other host by way of the path %s', async (path, reached) => {
    const { port } = new URL(await appWith())
    const outgoing = send({ host: '127.0.0.1', port, path, headers: { host: 'evil.example' } }).end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.resume()
    expect(seen.map(({ url }) => url)).toEqual(reached ? [reached] : [])
    expect(seen.map(({ headers }) => headers.host)).toEqual(reached ? [new URL(upstreamUrl).host] : [])
  })

  test.each([
    ['json', { 'content-type': 'application/json' }, '{"a":["1"],"b":"ä"}'],
    ['urlencoded', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1&a=2&b=%C3%A4+%26'],
  ] as const)('the proxy rebuilds the body that express.%s() has read', async (parser, headers, body) => {
    handler = async (request, response) => void response.end(await bodyOf(request))
    const origin = await appWith({}, (app) => app.use(express[parser]({ extended: false } as object)))
    const answer = await fetch(`${origin}/__clerk/v1/client/sign_ins`, { method: 'POST', headers, body })
    expect([answer.status, await answer.text()]).toEqual([200, body])
  })

  test('the proxy waits for a body that is still being put into rawBody', async () => {
    handler = async (request, response) => void response.end(await bodyOf(request))
    let sendRest = () => {}
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"identifier"'))
        sendRest = () => {
          controller.enqueue(Buffer.from(':"jane"}'))
          controller.close()
        }
      },
    })
    const origin = await appWith({}, (app) =>
      app.use(async (request, _response, next) => {
        const kept = Object.assign(request, { rawBody: '' })
        request.on('data', (part) => (kept.rawBody += part))
        await once(request, 'data')
        next()
        setImmediate(sendRest)
      }),
    )
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit // which lacks Node's member
    const answer = await fetch(`${origin}/__clerk/v1/client/sign_ins`, init)
    expect([answer.status, await answer.text()]).toEqual([200, '{"identifier":"jane"}'])
  })

  test('the proxy says what to do about a body that was read and not kept', async () => {
    const lines: string[] = []
    const logged = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
    onTestFinished(() => logged.mockRestore())
    const drain = (request: Request, _response: Response, next: NextFunction) => void request.resume().once('end', () => next())
    const origin = await appWith({}, (app) => app.use(drain))
    const answer = await fetch(`${origin}/__clerk/v1/me/profile_image`, { method: 'POST', body: new FormData() })
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringMatching(/^\{"errors":\[\{"code":"request_body_consumed".*frontendApiProxy \}\)\) before body parsers/),
    ])
    expect(lines).toEqual([expect.stringContaining('[frontdesk] frontendApiProxy: A middleware of this app')])
    expect(seen).toEqual([])
  })

  test('the proxy answers 502 in JSON when nobody answers there', async () => {
    const { origin: address, close } = await listening()
    await close()
    const answer = await fetch(`${await appWith({ apiUrl: `${address}/__clerk/api` })}/__clerk/v1/client`)
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([
      502,
      'no-store',
      { errors: [expect.objectContaining({ code: 'proxy_request_failed', message: expect.stringContaining(address) })] },
    ])
  })

  test('the proxy ends a circle, when the address of the server is that of the app', async () => {
    const app = express()
    const origin = await originOf(app)
    const settings = { publishableKey: liveKey, secretKey, apiUrl: `${origin}/__clerk/api` }
    let requests = 0
    app.use((_q, _r, next) => {
      requests += 1
      next()
    })
    app.use(clerkMiddleware({ ...settings, frontendApiProxy: { enabled: true } }))
    const answer = await fetch(`${origin}/__clerk/v1/client`)
    expect([answer.status, await answer.text(), requests]).toEqual([508, expect.stringContaining('is this very app'), 2])
  })

  test('the proxy leaves other paths to the app, whose handshakes then go through the proxy', async () => {
    const origin = await appWith({ frontendApiProxy: { enabled: true, path: '/auth/' } })
    expect(await (await fetch(`${origin}/__clerk/v1/client`)).json()).toEqual({ app: '/__clerk/v1/client', userId: null })
    const stale = await fetch(`${origin}/page`, {
      headers: { cookie: '__client_uat=1', accept: 'text/html' },
      redirect: 'manual',
    })
    expect(stale.headers.get('location')).toContain(`${origin}/auth/v1/client/handshake?`)
    await fetch(`${origin}/auth/v1/client`)
    expect(seen.map(({ url }) => url)).toEqual(['/__clerk/v1/client'])
  })

  test('the proxy is enabled for the addresses that a function accepts, or not at all', async () => {
    const enabled = (url: URL) => url.searchParams.has('on')
    const origin = await appWith({ frontendApiProxy: { enabled } })
    await fetch(`${origin}/__clerk/v1/client`)
    await fetch(`${origin}/__clerk/v1/client?on`)
    await fetch(`${await appWith({ frontendApiProxy: { enabled: false } })}/__clerk/v1/client`)
    expect(seen.map(({ url }) => url)).toEqual(['/__clerk/v1/client?on'])
  })

  test('the proxy is left to an embedded server, or says that it has no place beside one', async () => {
    const handle = Symbol.for('frontdesk.embedded')
    const embedded = (request: Request, _response: Response, next: NextFunction) => {
      Object.assign(request, { [handle]: desk() })
      next()
    }
    const own = { publishableKey: undefined, secretKey: undefined, apiUrl: undefined }
    const beside = await appWith(own, (app) => app.use(embedded))
    expect(await (await fetch(`${beside}/__clerk/v1/client`)).json()).toEqual({ app: '/__clerk/v1/client', userId: null })
    const elsewhere = await appWith({ ...own, frontendApiProxy: { enabled: true, path: '/auth' } }, (app) => app.use(embedded))
    expect(await (await fetch(`${elsewhere}/auth/v1/client`)).text()).toContain('answers at /__clerk itself')
  })
})
