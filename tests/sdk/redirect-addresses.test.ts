/** Where the SDK takes a request to have gone: behind proxies that write another Host, on WebSocket upgrades, without Express. */
import { createServer, get, type IncomingMessage, request as send } from 'node:http'
import { authenticateRequest, clerkMiddleware, requireAuth } from '@frontdesk/express'
import express from 'express'
import { type FrontdeskMiddleware, frontdesk } from 'frontdesk/express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { type Listening, listening } from '../environment/listening.js'

const page = { accept: 'text/html', 'sec-fetch-dest': 'document' }
const options = { databaseUrl: 'sqlite::memory:', environment: 'development', log: () => {} } as const

describe.each(['with the public URL', 'without it'])('behind a proxy that writes its own Host, %s', (name) => {
  let inner: Listening
  let proxy: Listening
  let desk: FrontdeskMiddleware
  beforeAll(async () => {
    proxy = await listening((incoming, outgoing) => {
      const headers = { ...incoming.headers, host: new URL(inner.origin).host }
      const passed = send(inner.origin + incoming.url, { method: incoming.method, headers }, (answer) =>
        answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers)),
      )
      incoming.pipe(passed)
    })
    desk = frontdesk({ ...options, ...(name === 'with the public URL' && { publicUrl: proxy.origin }) })
    const app = express().use(desk).use(clerkMiddleware())
    app.get('/', (_request, response) => void response.send('a public page'))
    app.get('/account', requireAuth(), (_request, response) => void response.send('account'))
    app.get('/state', async (request, response) => {
      const { proxyUrl } = await authenticateRequest({ request })
      response.json({ proxyUrl })
    })
    inner = await listening(app)
  })
  afterAll(async () => {
    await proxy.close()
    await inner.close()
    await desk.server.close()
  })

  const ask = (path: string, cookie = '') => fetch(proxy.origin + path, { redirect: 'manual', headers: { ...page, cookie } })

  test.each([
    ['a guarded page with an old cookie', '/account', '__client_uat=1700000000'],
    ['a public page with an old cookie', '/?tab=1', '__client_uat=1700000000'],
    ['a guarded page without one', '/account', ''],
  ])('behind a proxy that writes its own Host, %s stays at the address that people see', async (_, path, cookie) => {
    const location = (await ask(path, cookie)).headers.get('location')!
    expect(location).toMatch(/^\/[^/]/)
    expect(new URL(location, proxy.origin).searchParams.get('redirect_url')).toBe(path)
  })

  test('behind a proxy that writes its own Host, a whole handshake ends at the page', async () => {
    const away = await ask('/?tab=1', '__client_uat=1700000000')
    const back = await ask(away.headers.get('location')!)
    expect([back.status, back.headers.get('location')]).toEqual([307, '/?tab=1'])
    const carried = back.headers.getSetCookie().map((line) => line.split(';', 1)[0])
    const arrived = await ask('/?tab=1', carried.join('; '))
    expect([arrived.status, await arrived.text()]).toEqual([200, 'a public page'])
  })

  test('behind a proxy that writes its own Host, the app is told the public address', async () => {
    const { proxyUrl } = (await (await ask('/state')).json()) as { proxyUrl: string }
    expect(proxyUrl).toBe(`${(name === 'with the public URL' ? proxy : inner).origin}/__clerk`)
  })

  test('a path such as //evil.example, which would name a host, is never where a page leads', async () => {
    const location = (await ask('//evil.example/x', '__client_uat=1700000000')).headers.get('location')!
    const { origin, searchParams } = new URL(location, proxy.origin)
    expect(origin).toBe(proxy.origin)
    expect(new URL(searchParams.get('redirect_url')!).pathname).toBe('//evil.example/x')
  })
})

describe('without Express', () => {
  let desk: FrontdeskMiddleware
  beforeAll(async () => {
    desk = frontdesk(options)
    await desk.server.ready()
  })
  afterAll(() => desk.server.close())

  test.each([
    ['a path', '/graphql'],
    ['the absolute form', 'http://app.example/graphql'],
    ['the form of a whole server', '*'],
  ])('a WebSocket upgrade to %s is told who sends it, and never redirected', async (_, path) => {
    const server = createServer()
    const upgraded = new Promise<IncomingMessage>((resolve) =>
      server.once('upgrade', (request, socket) => {
        socket.destroy()
        resolve(request)
      }),
    )
    const port = await freePort()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const headers = { ...page, connection: 'upgrade', upgrade: 'websocket', cookie: '__client_uat=1700000000' }
    get({ port, host: '127.0.0.1', path, headers }).on('error', () => {}) // hung up on
    const request = await upgraded
    const state = await authenticateRequest({ request: request as never }) // an upgrade never meets Express
    expect([state.status, state.reason]).toEqual(['signed-out', 'client-uat-but-no-session-token'])
    expect(state.headers.get('location')).toBeNull()
    await new Promise((resolve) => server.close(resolve))
  })

  test('clerkMiddleware() works on plain node:http, also for a page whose token has expired', async () => {
    const middleware = clerkMiddleware()
    const server = await listening((request, response) =>
      middleware(request as never, response as never, (error?: unknown) => response.end(error ? `error ${error}` : 'next')),
    )
    const ask = (headers: Record<string, string>) => fetch(`${server.origin}/page`, { redirect: 'manual', headers })
    const stale = await ask({ ...page, cookie: '__client_uat=1700000000' })
    expect([stale.status, stale.headers.get('location')]).toEqual([
      307,
      expect.stringMatching(/^\/__clerk\/v1\/client\/handshake/),
    ])
    expect(await (await ask(page)).text()).toBe('next')
    await server.close()
  })

  test('requireAuth() answers an upgrade that reaches it with 401, where a page is redirected', async () => {
    const server = await listening(express().get('/live', requireAuth(), (_request, response) => void response.send('live')))
    const ask = (headers: Record<string, string>) =>
      new Promise<number>((resolve) => get(`${server.origin}/live`, { headers }, ({ statusCode }) => resolve(statusCode!)))
    expect(await ask(page)).toBe(302)
    expect(await ask({ ...page, connection: 'upgrade', upgrade: 'websocket' })).toBe(401)
    await server.close()
  })
})
