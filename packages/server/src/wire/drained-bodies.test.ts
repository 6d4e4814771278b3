/** Bodies that a middleware before us has read: what it leaves counts if it proves to be all of it, and nothing is taken for an empty body. */
import { once } from 'node:events'
import express5, { type RequestHandler } from 'express'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { type TestServer, testServer } from '../testing/test-server.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

let server: TestServer
let app: Listening | undefined
beforeAll(async () => {
  server = await testServer('sqlite')
})
beforeEach(() => {
  server.logs.length = 0
})
afterEach(async () => {
  await app?.close()
  app = undefined
})
afterAll(() => server.close())

type Parser = (express: typeof express5) => RequestHandler

/** Reads the body to its end, and keeps of it what `keep` does. */
const reading =
  (keep: (request: express5.Request & { rawBody?: unknown }, text: string) => void): Parser =>
  () =>
  async (request, _response, next) => {
    let text = ''
    for await (const part of request.setEncoding('utf8')) text += part
    keep(request, text)
    next()
  }
const keepsNothing = reading(() => {})

async function send(express: typeof express5, parser: Parser, path: string, init: RequestInit) {
  app = await listening(express().use(parser(express), server.frontdesk.listener))
  const { origin } = app
  const answer = await fetch(origin + path, { method: 'POST', redirect: 'manual', ...init, headers: { origin, ...init.headers } })
  return { status: answer.status, text: await answer.text() }
}

const form = (values: Record<string, string>): RequestInit => ({ body: new URLSearchParams(values) })
const json = (values: object): RequestInit => ({ body: JSON.stringify(values), headers: { 'content-type': 'application/json' } })
const nobody = { identifier: 'nobody@example.com' }

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('a body that a middleware of %s has read', (_, express) => {
  const signIn = (parser: Parser, init: RequestInit) => send(express, parser, '/__clerk/v1/client/sign_ins', init)

  const readable: Array<[string, RequestInit, Parser]> = [
    ['a form behind urlencoded()', form(nobody), (e) => e.urlencoded({ extended: false })],
    ['a form behind urlencoded({ extended: true })', form(nobody), (e) => e.urlencoded({ extended: true })],
    ['a form behind json() and urlencoded()', form(nobody), (e) => e.Router().use(e.json(), e.urlencoded({ extended: false }))],
    ['a form behind text()', form(nobody), (e) => e.text({ type: '*/*' })],
    ['a form behind raw()', form(nobody), (e) => e.raw({ type: '*/*' })],
    [
      'a form whose text is in rawBody',
      form(nobody),
      reading((request, text) => Object.assign(request, { rawBody: text, body: {} })),
    ],
    ['JSON behind json()', json(nobody), (e) => e.json()],
    ['JSON behind json() of every type', json(nobody), (e) => e.json({ type: '*/*' })],
    ['JSON behind raw()', json(nobody), (e) => e.raw({ type: '*/*' })],
    [
      'JSON whose bytes are in rawBody',
      json(nobody),
      reading((request, text) => Object.assign(request, { rawBody: Buffer.from(text) })),
    ],
    [
      'JSON that a logger listens to and does not wait for',
      json(nobody),
      () => (request, _response, next) => void next(void request.on('data', () => {})),
    ],
    [
      'JSON that a logger hears as text',
      json({ identifier: 'zoë@example.com' }),
      () => (request, _response, next) => void next(void request.setEncoding('utf8').on('data', () => {})),
    ],
  ]
  test.each(readable)('%s is what was sent', async (_what, init, parser) => {
    const { status, text } = await signIn(parser, init)
    expect([status, JSON.parse(text).errors[0].code]).toEqual([422, 'form_identifier_not_found'])
    expect(server.logs.filter(({ level }) => level === 'error')).toEqual([])
  })

  const emptyStream = () => new ReadableStream({ start: (controller) => controller.close() })
  const empty: Array<[string, () => RequestInit]> = [
    ['no body', () => ({})],
    ['an empty text', () => ({ body: '' })],
    ['an empty form', () => ({ body: new URLSearchParams() })],
    ['a stream of nothing', () => ({ body: emptyStream(), duplex: 'half' }) as RequestInit], // which lacks Node's member
    ['a form of nothing in chunks', () => ({ ...form({}), body: emptyStream(), duplex: 'half', headers: { 'content-type': 'application/x-www-form-urlencoded' } }) as RequestInit], // biome-ignore format: one thought
  ]
  test.each(empty)('%s behind parsers is an empty body', async (_what, init) => {
    const parsers: Parser[] = [(e) => e.urlencoded({ extended: true }), (e) => e.json({ type: '*/*' }), (e) => e.raw({ type: '*/*' }), keepsNothing] // biome-ignore format: one thought
    for (const parser of parsers) {
      const { status, text } = await signIn(parser, init())
      expect([status, JSON.parse(text).response.status]).toEqual([200, 'needs_identifier'])
      await app?.close()
    }
  })

  test('a body that is still being put into rawBody is waited for', async () => {
    const text = JSON.stringify(nobody)
    let sendRest = () => {}
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(text.slice(0, 5)))
        sendRest = () => {
          controller.enqueue(Buffer.from(text.slice(5)))
          controller.close()
        }
      },
    })
    const keeps: Parser = () => async (request, _response, next) => {
      const kept = Object.assign(request, { rawBody: '' })
      request.on('data', (part) => (kept.rawBody += part))
      await once(request, 'data')
      next()
      setImmediate(sendRest)
    }
    const answer = await signIn(keeps, { ...json({}), body, duplex: 'half' } as RequestInit) // which lacks Node's member
    expect(JSON.parse(answer.text).errors[0].code).toBe('form_identifier_not_found')
  })

  const upload = () => {
    const body = new FormData()
    body.set('file', new Blob(['x']), 'x.png')
    return { body }
  }
  const gone: Array<[string, () => RequestInit, Parser]> = [
    ['a form that nobody keeps', () => form(nobody), keepsNothing],
    ['a form of which an empty object is left', () => form(nobody), reading((request) => Object.assign(request, { body: {} }))],
    [
      'a form of which rawBody has a part',
      () => form(nobody),
      reading((request, text) => Object.assign(request, { rawBody: text.slice(1) })),
    ],
    ['a form with an object in a field', () => form({ 'identifier[a]': 'b' }), (e) => e.urlencoded({ extended: true })],
    ['JSON that nobody keeps', () => json(nobody), keepsNothing],
    ['JSON of which an empty object is left', () => json(nobody), reading((request) => Object.assign(request, { body: {} }))],
    ['JSON behind urlencoded() of every type', () => json(nobody), (e) => e.urlencoded({ type: '*/*', extended: false })],
    ['an upload that nobody keeps', upload, keepsNothing],
    ['an upload whose fields are left', upload, reading((request) => Object.assign(request, { body: { name: 'x' } }))],
  ]
  test.each(gone)('%s is no empty body: answer and log say what to change', async (_what, init, parser) => {
    const { status, text } = await signIn(parser, init())
    const words = expect.stringMatching(
      /left nothing that proves to be all of it: mount app\.use\(frontdesk\(\)\) before body parsers/,
    )
    expect([status, JSON.parse(text)]).toEqual([
      500,
      expect.objectContaining({
        errors: [{ code: 'request_body_consumed', message: expect.any(String), long_message: words, meta: {} }],
      }),
    ])
    expect(server.logs.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ message: words, method: 'POST', path: '/__clerk/v1/client/sign_ins' }),
    ])
    expect(text).not.toContain('nobody@')
  })

  test('what was never sent is no mistake', async () => {
    for (const parser of [keepsNothing, (e) => e.json(), (e) => e.urlencoded({ extended: false })] satisfies Parser[]) {
      const { status } = await send(express, parser, '/__clerk/v1/client/sign_ups', {})
      await app!.close()
      expect(status).toBe(200)
    }
    const empty = await signIn((e) => e.json(), json({}))
    expect(empty.status).toBe(200)
  })

  test('the Backend API and the form for signing out read it in the same way', async () => {
    const secretKey = server.instance.keys.secretKey.reveal()
    const create = (parser: Parser) => {
      const init = json({ email_address: [`${crypto.randomUUID()}@example.com`], skip_password_requirement: true })
      return send(express, parser, '/__clerk/api/v1/users', {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${secretKey}` },
      })
    }
    expect((await create((e) => e.json())).status).toBe(200)
    await app!.close()
    const lost = await create(keepsNothing)
    expect([lost.status, JSON.parse(lost.text).errors[0].code]).toEqual([500, 'request_body_consumed'])
    await app!.close()

    const signOut = (parser: Parser) =>
      send(express, parser, '/sign-out', { ...form({ redirect_url: '/bye' }), headers: { accept: 'text/html' } })
    expect((await signOut((e) => e.urlencoded({ extended: false }))).status).toBe(303)
    await app!.close()
    expect(await signOut(keepsNothing)).toEqual({ status: 500, text: expect.stringContaining('before body parsers') })
  })

  test('a list keeps its kind, and a body that is too large is refused as it would be without a parser', async () => {
    const { text } = await signIn((e) => e.urlencoded({ extended: true }), { body: new URLSearchParams({ 'identifier[]': 'a' }) })
    await app!.close()
    expect(JSON.parse(text).errors[0].code).toBe('form_param_type_invalid')
    const large = json({ identifier: 'x'.repeat(1_200_000) })
    for (const parser of [(e) => e.json({ limit: '9mb' }), (e) => e.raw({ type: '*/*', limit: '9mb' })] satisfies Parser[]) {
      expect((await signIn(parser, large)).status).toBe(413)
      await app!.close()
    }
  })

  test('JSON that is nested too deep is refused, and not told as a mistake of the app', async () => {
    const deep: RequestInit = { ...json({}), body: `{"identifier":${'['.repeat(30_000)}${']'.repeat(30_000)}}` }
    expect((await signIn((e) => e.json(), deep)).status).toBe(400)
    expect(server.logs.filter(({ level }) => level === 'error')).toEqual([])
  })
})
