/** A whole server for one test: its own database, clock and mailbox, and browsers that talk to it as pages do. */
import { randomUUID } from 'node:crypto'
import './to-be-refused.js'
import { requireSpecified } from '../../../../tests/conformance/require-specified.js'
import { preparedDatabase } from '../../../../tests/environment/database.js'
import { keptDeliveries } from '../capabilities/ground/deliveries/kept.js'
import { type Mail, mail } from '../capabilities/ground/mail/mail.js'
import { type Text, texts } from '../capabilities/ground/texts/text.js'
import { migrate } from '../database/migrate.js'
import { type Engine, openDatabase } from '../database/open.js'
import { createFrontdesk, type OwnFrontdesk } from '../server.js'
import type { FrontdeskOptions, LogLine } from '../start/frontdesk-options.js'
import type { Instance } from '../start/instance.js'
import { requireAgreement } from './agreeing-mail.js'
import { type CookieJar, createCookieJar } from './cookie-jar.js'

export const engines: Engine[] = ['sqlite', 'postgres']

export const testOrigin = 'http://localhost:3000'

/** A parsed answer. `Body` is what the test expects it to hold; its assertions are the check. */
export interface Answer<Body = AnyBody> {
  status: number
  body: Body
  headers: Headers
  /** Names of the cookies that the answer sets or removes, in order. */
  cookies: string[]
}

// Tests reach into bodies and assert on what they find; a wrong path fails the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyBody = any

export interface TestBrowser {
  cookies: CookieJar
  /** One Frontend API call as clerk-js sends it: forms, and `_method` for what is neither GET nor POST. */
  call(method: string, path: string, fields?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>
  /** Signs up with a verified address; answers the completed sign-up's response. */
  signUp(emailAddress?: string, fields?: Record<string, unknown>): Promise<AnyBody>
  /** Signs in with a password; answers the sign-in's response. */
  signIn(identifier: string, password?: string): Promise<AnyBody>
}

export interface TestServer {
  frontdesk: OwnFrontdesk
  instance: Instance
  clock: { now(): number; advance(ms: number): void }
  mailbox: { all(): Promise<Mail[]>; lastCode(to: string): Promise<string> }
  textbox: { all(): Promise<Text[]>; lastCode(to: string): Promise<string> }
  logs: LogLine[]
  /** The name of the client cookie over http. */
  clientCookie: string
  /** One that has these cookies already, such as another server's on the same host. */
  browser(cookies?: CookieJar): TestBrowser
  /** One Backend API call with the secret key. */
  backend(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Types of all events so far, in order. */
  events(): Promise<string[]>
  request(path: string, init?: RequestInit, connection?: { remoteAddress: string }): Promise<Response>
  close(): Promise<void>
}

/** Rate limits out of the way of a test that is about something else. */
export const unlimited: NonNullable<FrontdeskOptions['rateLimits']> = {
  attemptsPerMinute: 10_000,
  messagesPerMinute: 10_000,
  codesPerRecipientPerMinute: 10_000,
  codesPerRecipientPerHour: 10_000,
  codesPerRecipientPerDay: 10_000,
  secondsBetweenCodes: 0,
  guessesPerRecipientPerHour: 10_000,
  guessesPerRecipientPerDay: 10_000,
}

export const testPassword = 'correct horse battery staple'

export async function testServer(engine: Engine, options: FrontdeskOptions = {}): Promise<TestServer> {
  const database = await preparedDatabase(engine, withTables)
  let time = Date.UTC(2026, 0, 1)
  const logs: LogLine[] = []
  const frontdesk = createFrontdesk({
    databaseUrl: database.url,
    encryptionKey: 'a key for tests, of 32 characters',
    environment: 'development',
    rateLimits: unlimited,
    log: (line) => logs.push(line),
    now: () => time,
    ...options,
  })
  const instance = await frontdesk.ready()

  const request: TestServer['request'] = async (path, init, connection) => {
    const sent = new Request(new URL(path, testOrigin), init)
    const response = await frontdesk.fetch(sent, connection)
    await requireSpecified(instance.options.basePath, sent, response)
    return response
  }
  const allMail = async () => {
    const newestFirst = await keptDeliveries(instance, mail, 10_000)
    return newestFirst.map(({ item }) => requireAgreement(item)).reverse()
  }

  const allTexts = async () => (await keptDeliveries(instance, texts, 10_000)).map(({ item }) => item).reverse()

  const server: TestServer = {
    frontdesk,
    instance,
    logs,
    clientCookie: `__client_${instance.keys.cookieSuffix}`,
    request,
    clock: {
      now: () => time,
      advance: (ms) => {
        time += ms
      },
    },
    mailbox: {
      all: allMail,
      async lastCode(to) {
        const code = (await allMail()).findLast((mail) => mail.to === to && mail.code)?.code
        if (!code) throw new Error(`No mail with a code was sent to ${to}`)
        return code
      },
    },
    textbox: {
      all: allTexts,
      async lastCode(to) {
        const code = (await allTexts()).findLast((text) => text.to === to && text.code)?.code
        if (!code) throw new Error(`No text message with a code was sent to ${to}`)
        return code
      },
    },
    browser: (cookies = createCookieJar()) => createBrowser(server, cookies),
    async backend(method, path, body, headers = {}) {
      return read(
        await request(`/__clerk/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${instance.keys.secretKey.reveal()}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
        }),
      )
    },
    async events() {
      const rows = await instance.db.selectFrom('events').select('type').orderBy('position').execute()
      return rows.map((row) => row.type)
    },
    async close() {
      await frontdesk.close()
      await database.drop()
    },
  }
  return server
}

async function withTables(url: string): Promise<void> {
  const database = await openDatabase(url)
  await migrate(database, undefined, () => {})
  await database.close()
}

function createBrowser(server: TestServer, cookies: CookieJar): TestBrowser {
  const call: TestBrowser['call'] = async (method, path, fields = {}, headers = {}) => {
    const isRead = method === 'GET'
    const override = isRead || method === 'POST' ? '' : `${path.includes('?') ? '&' : '?'}_method=${method}`
    const response = await server.request(`/__clerk/v1${path}${override}`, {
      method: isRead ? 'GET' : 'POST',
      headers: {
        cookie: cookies.header(),
        ...(!isRead && {
          origin: server.instance.options.publicUrl ?? testOrigin,
          'content-type': 'application/x-www-form-urlencoded',
        }),
        ...headers,
      },
      body: isRead ? null : new URLSearchParams(pairsOf(fields)).toString(),
    })
    cookies.store(response)
    return read(response)
  }

  return {
    cookies,
    call,

    async signUp(emailAddress = `user-${randomUUID()}@example.com`, fields = {}) {
      const created = await call('POST', '/client/sign_ups', { email_address: emailAddress, password: testPassword, ...fields })
      const id = created.body.response?.id
      if (!id) throw new Error(`Sign-up was refused: ${JSON.stringify(created.body)}`)
      await call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
      const code = await server.mailbox.lastCode(emailAddress)
      const attempted = await call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
      if (attempted.body.response?.status !== 'complete')
        throw new Error(`Sign-up did not complete: ${JSON.stringify(attempted.body)}`)
      return attempted.body.response
    },

    async signIn(identifier, password = testPassword) {
      const { body } = await call('POST', '/client/sign_ins', { identifier, password, strategy: 'password' })
      if (body.response?.status !== 'complete') throw new Error(`Sign-in did not complete: ${JSON.stringify(body)}`)
      return body.response
    },
  }
}

/** As clerk-js encodes a form: nothing for undefined, an empty string for null, JSON for objects, a repeated key for lists. */
function pairsOf(fields: Record<string, unknown>): Array<[string, string]> {
  return Object.entries(fields).flatMap(([name, value]): Array<[string, string]> => {
    if (value === undefined) return []
    if (value === null) return [[name, '']]
    if (Array.isArray(value)) return value.map((item): [string, string] => [name, String(item)])
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]]
  })
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    headers: response.headers,
    cookies: response.headers.getSetCookie().map((line) => line.split('=')[0]!),
  }
}
