/** `frontendApiProxy` of `@clerk/express` and ours before the same server: what it is sent, and what the browser gets. */
import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import * as ours from '@frontdesk/express'
import express from 'express'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { liveKey, pem } from '../../packages/backend/src/testing/desk.js'
import { type Listening, listening } from '../environment/listening.js'

const theirs = createRequire(import.meta.url)('@clerk/express') as Pick<typeof ours, 'clerkMiddleware'> // the same name

interface Seen {
  line: string
  headers: IncomingHttpHeaders
  body: string
}

let upstream: Listening
let seen: Seen | null
let apps: Record<'theirs' | 'ours', Listening>

beforeAll(async () => {
  upstream = await listening(async (request, response) => {
    seen = { line: `${request.method} ${request.url}`, headers: request.headers, body: await text(request) }
    const status = Number(new URL(request.url!, 'http://x').searchParams.get('status') ?? 200)
    if (status === 303) response.setHeader('location', `${upstream.origin}/v1/next?a=1`)
    response.writeHead(status, { 'set-cookie': '__client=1; HttpOnly', 'x-upstream': '1', 'content-type': 'text/plain' })
    response.end(status === 204 ? undefined : 'the answer')
  })
  vi.stubEnv('CLERK_FAPI_URL', upstream.origin) // the one setting that both read
  const options = { publishableKey: liveKey, secretKey: 'sk_live_1', jwtKey: pem, frontendApiProxy: { enabled: true } }
  const appWith = ({ clerkMiddleware }: typeof theirs) => {
    const app = express().use(clerkMiddleware(options))
    return listening(app.use((_req, res) => void res.status(404).send('the app')))
  }
  apps = { theirs: await appWith(theirs), ours: await appWith(ours) }
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all([upstream, apps.theirs, apps.ours].map(({ close }) => close()))
})

interface Asked {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** What may differ: the list of those who passed the request on, and how bodies are framed on the two connections. */
const unlike = ['x-forwarded-for', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'date', 'etag']

async function ask(name: 'theirs' | 'ours', { method = 'GET', path, headers = {}, body }: Asked) {
  seen = null
  const { port } = new URL(apps[name].origin)
  const outgoing = send({ host: '127.0.0.1', port, path, method, headers: { host: 'app.example', ...headers }, agent: false })
  outgoing.end(body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const got = { status: answer.statusCode, headers: without(answer.headers), body: await text(answer) }
  const sent = seen as Seen | null // the server has set it meanwhile
  return { got, sent: sent && { ...sent, headers: without(sent.headers) } }
}

const without = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !unlike.includes(name)))

const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://app.example' }
const requests: Asked[] = [
  { path: '/__clerk/v1/environment?_clerk_js_version=6' },
  { path: '/__clerk' },
  { path: '/__clerk/' },
  { path: '/__clerk//v1' },
  { path: '/__clerk/a%2Fb/%20?x=%20+&x' },
  { path: '/__clerk/../v1' },
  { path: '/__clerks/v1' },
  { path: '/elsewhere' },
  { path: '/__clerk/v1/client', headers: { cookie: '__client=1; other=2', authorization: 'Bearer x' } },
  { path: '/__clerk/v1/client', headers: { 'clerk-secret-key': 'forged', 'clerk-proxy-url': 'https://evil.example' } },
  { path: '/__clerk/v1/client', headers: { te: 'trailers', 'proxy-authorization': 'x', 'accept-encoding': 'br' } },
  { path: '/__clerk/v1/next?status=303' },
  { path: '/__clerk/v1/client?status=204' },
  { path: '/__clerk/v1/client?status=422' },
  { path: '/__clerk/v1/client?status=500' },
  { method: 'HEAD', path: '/__clerk/v1/client' },
  { method: 'OPTIONS', path: '/__clerk/v1/client', headers: { origin: 'https://shop.example' } },
  { method: 'POST', path: '/__clerk/v1/client/sign_ins', headers: form, body: 'identifier=jane%40example.com' },
  { method: 'POST', path: '/__clerk/v1/client?_method=PATCH', headers: form, body: '' },
  { method: 'DELETE', path: '/__clerk/v1/client/sessions' },
]

test.each(requests)('both SDKs pass $method $path $headers on alike, and answer it alike', async (asked) => {
  expect(await ask('ours', asked)).toEqual(await ask('theirs', asked))
})

test('what a caller claims of its own address is passed on by Clerk’s proxy, and not by ours', async () => {
  const asked = { path: '/__clerk/v1/client', headers: { 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' } }
  const told = async (name: 'theirs' | 'ours') => {
    const { headers } = (await ask(name, asked)).sent!
    return [headers['x-forwarded-host'], headers['x-forwarded-proto'], headers['clerk-proxy-url']]
  }
  expect(await told('theirs')).toEqual(['shop.example', 'https', 'https://shop.example/__clerk'])
  expect(await told('ours')).toEqual(['app.example', 'http', 'http://app.example/__clerk'])
})
