/**
 * The published `@clerk/clerk-sdk-node` 4 and 5 against what stands in for them: the same requests, and what the app sees and answers.
 * Where a handshake would renew a cookie, version 4 answers with a page of its own, to scripts too; ours does what version 5 does.
 */
import { createRequire } from 'node:module'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as ours5 from '../../packages/sdk-node/src/index.js'
import * as ours4 from '../../packages/sdk-node-4/src/index.js'
import { type Listening, listening } from '../environment/listening.js'
import { keys } from './differential/generator.js'
import { now, pem, token } from './differential/tokens.js'

/** As far as it is used here; the types of the four differ in details. */
interface Sdk {
  createClerkClient(options: object): {
    expressWithAuth(options?: object): RequestHandler
    expressRequireAuth(options?: object): RequestHandler
  }
}

const require = createRequire(import.meta.url)
const nothing = vi.spyOn(console, 'warn').mockImplementation(() => {}) // both majors say that they are of the past
for (const method of ['log', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {})
const theirs = { 4: require('clerk-sdk-node-4') as Sdk, 5: require('clerk-sdk-node-5') as Sdk }
const ours = { 4: ours4 as unknown as Sdk, 5: ours5 as unknown as Sdk }

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 }))
afterAll(() => {
  nothing.mockRestore()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
const cookies = (text: string) => ({ cookie: `__session=${text}; __client_uat=${now - 100}` })
const aPage = { 'sec-fetch-dest': 'document', accept: 'text/html' }

const requests: Array<[what: string, headers: Record<string, string>, options?: object]> = [
  ['nothing at all', {}],
  ['a good bearer', bearer(token('nothing'))],
  ['a bearer of an organization', bearer(token('nothing', 'version 1 in an organization'))],
  ['an expired bearer', bearer(token('expired'))],
  ["a bearer by a stranger's key", bearer(token("a stranger's key"))],
  ['a bearer that is no token', bearer('nonsense')],
  ['a good cookie', cookies(token('nothing'))],
  ['a good cookie in a call of a script', { ...cookies(token('nothing')), 'sec-fetch-dest': 'empty' }],
  ['a bearer that is not valid yet', bearer(token('not yet valid'))],
  ['a cookie after a sign-out', { cookie: `__session=${token('nothing')}; __client_uat=0` }],
  ['a party that is allowed', bearer(token('nothing')), { authorizedParties: ['https://app.example'] }],
  ['a party that is not allowed', bearer(token('nothing')), { authorizedParties: ['https://other.example'] }],
  ['options that have no effect', bearer(token('nothing')), { onError: () => new Error('other'), strict: true }],
]
const stale: typeof requests = [
  ['an expired cookie in a call of a script', { ...cookies(token('expired')), 'sec-fetch-dest': 'empty' }],
]
const pages: typeof requests = [
  ['an expired cookie with a page', { ...cookies(token('expired')), ...aPage }],
  ['a page without a session cookie', { cookie: `__client_uat=${now - 100}`, ...aPage }],
]

/** What an app answers behind a middleware: its status and where it leads, and what it sees on the request, or the error. */
async function answer(
  sdk: Sdk,
  kind: 'expressWithAuth' | 'expressRequireAuth',
  headers: Record<string, string>,
  options = {},
  publishableKey = keys.live.publishableKey,
) {
  const client = sdk.createClerkClient({ ...keys.live, publishableKey, apiUrl: 'http://127.0.0.1:9' })
  const app = express()
  app.use(client[kind]({ jwtKey: pem, ...options }))
  app.get('/', async (request, response) => {
    const { auth } = request as unknown as { auth: Record<string, unknown> & { getToken(): Promise<unknown> } }
    response.json({ kind: typeof auth, auth, token: await auth.getToken() })
  })
  app.use((error: Error, _q: Request, response: Response, _n: NextFunction) => void response.json({ error: error.message }))
  const served: Listening = await listening(app)
  const answered = await fetch(`${served.origin}/`, { headers: { ...headers, host: 'app.example' }, redirect: 'manual' })
  const location = answered.headers.get('location')
  const text = await answered.text()
  await served.close()
  const body = text.startsWith('{') ? JSON.parse(text) : text
  for (const neverThere of ['organization', 'session', 'user']) if (body.auth) delete body.auth[neverThere] // null in version 4
  return { status: answered.status, location: location && new URL(location).origin + new URL(location).pathname, body }
}

const kinds = ['expressWithAuth', 'expressRequireAuth'] as const
const cases = (rows: typeof requests) =>
  rows.flatMap(([what, headers, options]) => kinds.map((kind) => ({ kind, what, headers, options })))

describe.each([4, 5] as const)('@clerk/clerk-sdk-node %i and ours', (major) => {
  test.each(cases(requests))('$kind() tells the app the same of $what', async ({ kind, headers, options }) => {
    const their = await answer(theirs[major], kind, headers, options)
    expect(await answer(ours[major], kind, headers, options)).toMatchObject(their)
  })
})

test.each(cases(stale))('$kind() of version 5 and ours tell the app the same of $what', async ({ kind, headers }) => {
  const their = await answer(theirs[5], kind, headers)
  for (const sdk of [ours[5], ours[4]]) expect(await answer(sdk, kind, headers)).toMatchObject(their)
})

test.each(cases(pages))('$kind() of version 5 and ours send $what to the same handshake', async ({ kind, headers }) => {
  const their = await answer(theirs[5], kind, headers)
  expect(their).toMatchObject({ status: 307, location: 'https://clerk.desk.example/v1/client/handshake' })
  for (const sdk of [ours[5], ours[4]]) expect(await answer(sdk, kind, headers)).toEqual(their)
})

test('version 4 refuses tokens whose issuer does not begin with https://clerk., and ours takes those of its instance', async () => {
  const host = 'desk.frontdesk.localhost'
  const publishableKey = `pk_live_${Buffer.from(`${host}$`).toString('base64')}`
  const headers = bearer(token('nothing', 'version 2', { iss: `https://${host}` }))
  const seenBy = async (sdk: Sdk) => (await answer(sdk, 'expressWithAuth', headers, {}, publishableKey)).body.auth?.userId
  expect(await seenBy(theirs[4])).toBeNull()
  for (const sdk of [theirs[5], ours[5], ours[4]]) expect(await seenBy(sdk)).toBe('user_1')
})
