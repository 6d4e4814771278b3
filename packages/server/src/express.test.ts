/** `frontdesk()` in the places where apps put it. */
import express5, { type Express } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../tests/environment/listening.js'
import { frontdesk } from './express.js'
import type { FrontdeskOptions, LogLine } from './start/frontdesk-options.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function embedded(log: (line: LogLine) => void = () => {}, options: FrontdeskOptions = {}) {
  const made = frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log, ...options })
  closers.push(() => made.server.close())
  return made
}

async function serve(app: Express): Promise<Listening> {
  const server = await listening(app)
  closers.push(() => server.close())
  return server
}

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('frontdesk() on %s', (_, express) => {
  test.each<[string, (app: Express, lines: LogLine[]) => void]>([
    [
      'a path',
      (app, lines) =>
        app.use(
          '/auth',
          embedded((line) => lines.push(line)),
        ),
    ],
    ['an app below a path', (app, lines) => app.use('/auth', express().use(embedded((line) => lines.push(line))))],
  ])('frontdesk() mounted on %s says once where it belongs', async (_place, mount) => {
    const lines: LogLine[] = []
    const app = express()
    mount(app, lines)
    const { origin } = await serve(app)
    for (const path of ['/auth/sign-in', '/auth/sign-up', '/elsewhere']) expect((await fetch(origin + path)).status).toBe(404)
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', message: expect.stringMatching(/mounted below \/auth.*app\.use\(frontdesk\(\)\) on the app itself/) },
    ])
  })

  const visit = (origin: string, network: number, path = '/__clerk/v1/client/sign_ups') =>
    fetch(origin + path, {
      method: 'POST',
      headers: {
        origin: 'https://app.example',
        'x-forwarded-host': 'app.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': `192.0.2.66, 203.0.113.${network}`,
      },
      body: new URLSearchParams({ email_address: `jane${network}@example.com`, password: 'correct horse battery' }),
    })

  test('frontdesk() hears the proxy that the app trusts: Secure cookies, the address that people see, a limit for each visitor', async () => {
    const lines: LogLine[] = []
    const limits = { rateLimits: { attemptsPerMinute: 2 } }
    const app = express().set('trust proxy', 1)
    const { origin } = await serve(app.use(embedded((line) => lines.push(line), limits)))
    const answers = await Promise.all([1, 2, 3, 4].map((network) => visit(origin, network)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const cookie of answers[0]!.headers.getSetCookie()) expect(cookie).toContain('; Secure')
    expect(answers[0]!.headers.getSetCookie()).not.toEqual([])
    const again = await Promise.all([9, 9, 9].map((network) => visit(origin, network)))
    expect(again.map(({ status }) => status).toSorted()).toEqual([200, 200, 429])
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([])
  })

  test('frontdesk() counts its own number of proxies, where it has one, and not the app’s', async () => {
    const app = express().set('trust proxy', 2)
    const { origin } = await serve(app.use(embedded(() => {}, { trustedProxies: 0 })))
    expect((await visit(origin, 1)).status).toBe(400) // no proxy is believed, so this origin is a stranger's
  })

  test('frontdesk() behind a proxy that nobody trusts says so once', async () => {
    const lines: LogLine[] = []
    const { origin } = await serve(express().use(embedded((line) => lines.push(line))))
    for (const network of [1, 2, 3]) await visit(origin, network)
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', message: expect.stringMatching(/FRONTDESK_TRUSTED_PROXIES.*app\.set\('trust proxy'/) },
    ])
  })

  test('frontdesk() mounted on the app itself says nothing and answers', async () => {
    const lines: LogLine[] = []
    const { origin } = await serve(express().use(embedded((line) => lines.push(line))))
    expect((await fetch(`${origin}/sign-in`)).status).toBe(200)
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404)
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([])
  })
})

test('a closed server is no longer found in the process, and one that was made later still is', async () => {
  const found = () => (globalThis as { [name: symbol]: unknown })[Symbol.for('frontdesk.embedded')]
  const first = embedded()
  const second = embedded()
  const ofSecond = found()
  await Promise.all([first.server.close(), first.server.close()]) // closing is asked for twice where a signal meets an error
  expect(found()).toBe(ofSecond)
  await second.server.close()
  expect(found()).toBeUndefined()
})
