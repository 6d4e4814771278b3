/** The same server four ways: as a function, as a program of its own, and inside Express 5 and 4, behind body parsers. */
import type { RequestListener } from 'node:http'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frontdesk } from '../../packages/server/src/express.js'
import { createFrontdesk, type OwnFrontdesk } from '../../packages/server/src/server.js'
import { type CookieJar, createCookieJar } from '../../packages/server/src/testing/cookie-jar.js'
import { type AnyBody, testPassword } from '../../packages/server/src/testing/test-server.js'
import { freshDatabase } from '../environment/database.js'
import { listening } from '../environment/listening.js'
import { startProcess } from '../environment/process.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express }

interface Way {
  origin: string
  send(request: Request): Promise<Response>
  close(): Promise<void>
}

const encryptionKey = 'a key for tests, of 32 characters'
const cli = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

const ways: Record<string, () => Promise<Way>> = {
  'as a function': async () => {
    const { server, drop } = await open()
    const close = async () => {
      await server.close()
      await drop()
    }
    return { origin: 'http://localhost:3000', send: (request) => server.fetch(request), close }
  },

  'as a program': async () => {
    const database = await freshDatabase('sqlite')
    const env = { FRONTDESK_DATABASE_URL: database.url, FRONTDESK_ENCRYPTION_KEY: encryptionKey, NODE_ENV: 'development' }
    const program = await startProcess(process.execPath, [cli, 'start', '--port', '0'], { env })
    const close = async () => {
      expect(await program.kill()).toEqual({ code: 0, signal: null })
      await database.drop()
    }
    return { origin: program.origin.replace('localhost', '127.0.0.1'), send: fetch, close }
  },

  'inside Express 5': () => inside(express() as never, []), // an app is a request listener with `use`

  'inside Express 5, behind parsers': () => inside(express() as never, [express.json(), express.urlencoded({ extended: true })]),

  'inside Express 4, behind parsers': () =>
    inside(express4() as never, [express4.json(), express4.urlencoded({ extended: true })]),

  'inside Express 4, behind a parser of plain forms': () =>
    inside(express4() as never, [express4.urlencoded({ extended: false })]),
}

describe.each(Object.keys(ways))('%s', (name) => {
  let way: Way
  beforeAll(async () => {
    way = await ways[name]!()
  })
  afterAll(() => way.close())

  test('a person signs up with the known code, signs out, and signs in again', async () => {
    const jar = createCookieJar()
    const fields = { email_address: 'jane+clerk_test@example.com', password: testPassword, first_name: 'Zoë & Co = 1+1' }
    const created = await call('/client/sign_ups', { jar, form: { ...fields, unsafe_metadata: '{"plan":["a","b"]}' } })
    expect(created.status).toBe(200)
    const path = `/client/sign_ups/${created.body.response.id}`
    await call(`${path}/prepare_verification`, { jar, form: { strategy: 'email_code' } })
    const done = await call(`${path}/attempt_verification`, { jar, form: { strategy: 'email_code', code: '424242' } })
    expect(done.body.client.sessions[0].user).toMatchObject({
      first_name: 'Zoë & Co = 1+1',
      unsafe_metadata: { plan: ['a', 'b'] },
    })
    expect(done.cookies.at(-1)).toMatch(/^__client_[\w-]{8}=.+HttpOnly/)

    expect((await call('/client/sessions?_method=DELETE', { jar })).body.response.sessions).toEqual([])
    const json = { identifier: fields.email_address, password: testPassword, strategy: 'password' }
    const signedIn = await call('/client/sign_ins', { jar, json })
    expect(signedIn.body.response.status).toBe('complete')
    const token = await call(`/client/sessions/${signedIn.body.response.created_session_id}/tokens`, { jar, form: {} })
    expect(token.body.jwt.split('.')).toHaveLength(3)
    expect((await call('/client', { jar, method: 'GET' })).body.response.sessions).toHaveLength(1)
  })

  test('a multipart form arrives as it was sent', async () => {
    const jar = createCookieJar()
    await call('/client', { jar })
    const body = new FormData()
    body.append('zzz', new Blob([new Uint8Array([0, 255, 10, 13])]), 'a.bin') // had it been cut, it could not be read: 400
    const answer = await call('/client/sign_ins', { jar, body })
    expect(answer).toBeRefused(422, 'form_param_unknown')
  })

  const refusals: Array<[string, CallOptions, number, string]> = [
    ['an unknown field', { form: { zzz: '1' } }, 422, 'form_param_unknown'],
    ['a field given twice', { body: 'identifier=a&identifier=b', type: 'application/x-www-form-urlencoded' }, 422, 'form_param_type_invalid'],
    ['an object where a text belongs', { json: { identifier: { $ne: null } } }, 422, 'form_param_type_invalid'],
    ['NUL', { form: { identifier: 'a\0b' } }, 422, 'form_param_format_invalid'],
    ['half a surrogate', { body: '{"identifier":"\\ud800"}', type: 'application/json' }, 422, 'form_param_format_invalid'],
    ['another origin', { form: {}, origin: 'https://evil.example' }, 400, 'origin_invalid'],
    ['an unknown person', { form: { identifier: 'nobody@example.com' } }, 422, 'form_identifier_not_found'],
  ] // biome-ignore format: a table
  test.each(refusals)('a call with %s is refused', async (_name, options, status, code) => {
    const answer = await call('/client/sign_ins', options)
    expect(answer).toBeRefused(status, code)
  })

  // A parser before us refuses these in words of its own; what counts is that nobody answers 500.
  const unreadable: Array<[string, CallOptions]> = [
    ['JSON that ends early', { body: '{"identifier":', type: 'application/json' }],
    ['JSON that is null', { body: 'null', type: 'application/json' }],
    ['a body of two megabytes', { body: `{"identifier":"${'x'.repeat(2_000_000)}"}`, type: 'application/json' }],
    ['a form of two megabytes', { body: `identifier=${'x'.repeat(2_000_000)}`, type: 'application/x-www-form-urlencoded' }],
    ['bytes that are not UTF-8', { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), type: 'application/json' }],
    ['a charset nobody knows', { body: '{}', type: 'application/json; charset=x-unknown' }],
    ['another content type', { body: '<a/>', type: 'text/xml' }],
  ]
  test.each(unreadable)('a call with %s is refused with 4xx', async (_name, options) => {
    const { status } = await call('/client/sign_ins', options)
    const isIgnored = options.type?.includes('charset') && status === 200
    if (!isIgnored) expect(status).toBeOneOf([400, 413, 415])
  })

  test('paths that decode to nothing, or that nobody has, are refused with 4xx', async () => {
    for (const path of [
      '/client/sign_ins/%',
      '/client/sign_ins/%ff',
      '/client/sign_ins/%00',
      '/%2e%2e/api/v1/users',
      '/nowhere',
      '//',
      '/client/sign_ins/a?%=%ff',
    ])
      expect((await call(path, { method: 'GET' })).status, path).toBeOneOf([400, 401, 404])
  })

  test('request lines and headers that no fetch would send end in 4xx or a closed connection', async () => {
    if (name === 'as a function') return
    const requests = [
      'TRACE /__clerk/v1/client HTTP/1.1\r\nHost: localhost',
      'GET /__clerk/v1/client HTTP/1.1\r\nHost: bad host',
      'GET http://[/__clerk/v1/client HTTP/1.1\r\nHost: localhost',
      'GET /__clerk/v1/client\u00ff HTTP/1.1\r\nHost: localhost',
      `GET /__clerk/v1/client HTTP/1.1\r\nHost: localhost\r\nCookie: ${'x'.repeat(20_000)}`,
      'POST /__clerk/v1/client HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked',
      'POST /__clerk/v1/client HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5',
      'OPTIONS * HTTP/1.1\r\nHost: localhost',
    ]
    for (const request of requests) expect(await raw(way.origin, request), request.slice(0, 60)).toMatch(/^(HTTP\/1\.1 4\d\d|$)/)
    expect((await call('/environment', { method: 'GET' })).status).toBe(200)
  })

  interface CallOptions {
    jar?: CookieJar
    method?: string
    form?: Record<string, string>
    json?: unknown
    body?: string | Uint8Array<ArrayBuffer> | FormData
    type?: string
    origin?: string
  }

  async function call(
    path: string,
    { jar, method = 'POST', form, json, body, type, origin = way.origin }: CallOptions,
  ): Promise<{ status: number; body: AnyBody; cookies: string[] }> {
    const headers = new Headers(method === 'GET' ? {} : { origin })
    if (jar) headers.set('cookie', jar.header())
    const contentType = type ?? (json !== undefined ? 'application/json' : form && 'application/x-www-form-urlencoded')
    if (contentType) headers.set('content-type', contentType)
    const content = body ?? (json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString())
    const answer = await way.send(new Request(`${way.origin}/__clerk/v1${path}`, { method, headers, body: content ?? null }))
    jar?.store(answer)
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, cookies: answer.headers.getSetCookie() }
  }
})

async function open(): Promise<{ server: OwnFrontdesk; drop(): Promise<void> }> {
  const database = await freshDatabase('sqlite')
  const server = createFrontdesk({ databaseUrl: database.url, encryptionKey, environment: 'development', log: () => {} })
  return { server, drop: database.drop }
}

/** What both versions of Express have in common, as far as this test needs it. */
type App = RequestListener & { use(handler: unknown): void }

async function inside(app: App, parsers: unknown[]): Promise<Way> {
  const database = await freshDatabase('sqlite')
  const embedded = frontdesk({ databaseUrl: database.url, encryptionKey, environment: 'development', log: () => {} })
  for (const parser of parsers) app.use(parser)
  app.use(embedded)
  const server = await listening(app)
  return {
    origin: server.origin,
    send: fetch,
    async close() {
      await server.close()
      await embedded.server.close()
      await database.drop()
    },
  }
}

/** Sends the text of a request as it stands, and answers what comes back until the connection ends. */
function raw(origin: string, request: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(`${request}\r\nConnection: close\r\n\r\n`, 'latin1'))
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text
    })
    socket.on('error', () => socket.destroy()).on('close', () => resolve(answer))
  })
}
