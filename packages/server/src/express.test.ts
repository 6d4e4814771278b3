/** `frontdesk()` in the places where apps put it. */
import { runInNewContext } from 'node:vm'
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
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
  const warnings = (lines: LogLine[]) => lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  const logging = (lines: LogLine[], options: FrontdeskOptions = {}) => embedded((line) => lines.push(line), options)
  const onTheApp = /mounted below \/auth\b.*Write app\.use\(frontdesk\(\)\) on the app itself, without a path/

  test.each<[string, (mounted: RequestHandler) => unknown]>([
    ['a path', (mounted) => express().use('/auth', mounted)],
    ['a path with a slash at its end', (mounted) => express().use('/auth/', mounted)],
    ['several paths', (mounted) => express().use(['/auth', '/login'], mounted)],
    ['an app below a path', (mounted) => express().use('/auth', express().use(mounted))],
    ['a path of an app', (mounted) => express().use(express().use('/auth', mounted))],
    ['an app in an app below a path', (mounted) => express().use('/auth', express().use(express().use(mounted)))],
    ['an app that had a path before', (mounted) => express().use(express().use('/auth', express().use(mounted)))],
  ])('frontdesk() mounted on %s throws what to write instead', (_place, mount) => {
    expect(() => mount(embedded())).toThrow(onTheApp)
  })

  test('what frontdesk() says to write for a path works there', async () => {
    let said = ''
    try {
      express().use('/auth', embedded())
    } catch (error) {
      said = (error as Error).message
    }
    const [, options] = /app\.use\(frontdesk\((\{.*\})\)\)\.$/.exec(said) ?? []
    const lines: LogLine[] = []
    const written = logging(lines, runInNewContext(`(${options})`) as FrontdeskOptions)
    const { origin } = await serve(express().use(written))
    for (const path of ['/auth/sign-in', '/auth/sign-up', '/auth/sign-out', '/auth/__clerk/v1/environment'])
      expect([path, (await fetch(origin + path, { redirect: 'manual' })).status]).toEqual([path, 200])
    expect((await fetch(`${origin}/auth/user`, { redirect: 'manual' })).status).toBeLessThan(400)
    expect(warnings(lines)).toEqual([])
  })

  test.each<[string, (app: Express, mounted: RequestHandler) => unknown]>([
    ['a router below a path', (app, mounted) => app.use('/auth', express.Router().use(mounted))],
    ['a path of a router', (app, mounted) => app.use(express.Router().use('/auth', mounted))],
    ['a path with a parameter', (app, mounted) => app.use('/:place', mounted)],
    ['a pattern', (app, mounted) => app.use(/^\/auth/, mounted)],
  ])('frontdesk() mounted on %s says with the first request where it belongs, and says it once', async (_place, mount) => {
    const lines: LogLine[] = []
    const app = express()
    mount(app, logging(lines))
    const { origin } = await serve(app)
    for (const path of ['/auth/sign-in', '/auth/sign-up']) expect((await fetch(origin + path)).status).toBe(404)
    expect(warnings(lines)).toEqual([expect.stringMatching(onTheApp)])
  })

  test.each<[string, (app: Express, mounted: RequestHandler) => unknown]>([
    ['the app itself', (app, mounted) => app.use(mounted)],
    ['the root', (app, mounted) => app.use('/', mounted)],
    ['a router', (app, mounted) => app.use(express.Router().use(mounted))],
    ['an app in the app', (app, mounted) => app.use(express().use(mounted))],
    ['a pattern for every path', (app, mounted) => app.use(/.*/, mounted)],
  ])('frontdesk() mounted on %s says nothing and answers', async (_place, mount) => {
    const lines: LogLine[] = []
    const app = express()
    mount(app, logging(lines))
    const { origin } = await serve(app)
    for (const [path, status] of [
      ['/sign-in', 200],
      ['/__clerk/v1/environment', 200],
      ['/elsewhere/deep', 404],
      ['/auth/x', 404],
    ] as const)
      expect([path, (await fetch(origin + path)).status]).toEqual([path, status])
    expect(warnings(lines)).toEqual([])
  })

  test('frontdesk() mounted on a path that has its APIs says which of its paths are hidden', async () => {
    const lines: LogLine[] = []
    const { origin } = await serve(express().use('/__clerk', logging(lines)))
    expect((await fetch(`${origin}/__clerk/v1/environment`)).status).toBe(200)
    expect(warnings(lines)).toEqual([
      expect.stringMatching(
        /mounted below \/__clerk, which hides its paths \/sign-in, \/sign-up, \/user, \/waitlist, \/sign-out, \/__frontdesk\. /,
      ),
    ])
  })

  test('frontdesk() whose paths are all below the path where it is mounted says nothing', async () => {
    const lines: LogLine[] = []
    const paths = { signIn: 'sign-in', signUp: 'sign-up', user: 'user', waitlist: 'waitlist', signOut: 'sign-out' }
    const pages = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, `/auth/${path}`]))
    const options: FrontdeskOptions = {
      basePath: '/auth/api',
      pages,
      environment: 'production',
      publicUrl: 'https://app.example',
      encryptionKey: 'x'.repeat(32),
    }
    const { origin } = await serve(
      express().use('/Auth', logging(lines, { ...options, mail: { smtpUrl: 'smtp://127.0.0.1:1' } })),
    )
    expect((await fetch(`${origin}/auth/sign-in`)).status).toBe(200)
    expect((await fetch(`${origin}/auth/elsewhere`)).status).toBe(404)
    expect(warnings(lines)).toEqual([])
  })

  test.each<[string, (app: Express) => unknown, RegExp]>([
    [
      'a handler without next',
      (app) =>
        app.use(function notFound(_request, response) {
          response.sendStatus(404)
        }),
      /^The handler notFound in app\.use\(\) answers/,
    ],
    [
      'a nameless one',
      (app) => app.use((_request, response) => void response.sendStatus(404)),
      /^The handler in app\.use\(\) answers/,
    ],
    [
      'a route of every path',
      (app) => app.get(/.*/, (_request, response) => void response.send('the front end')),
      /^The route \/\.\*\/ answers/,
    ],
    [
      'a route of all methods',
      (app) => app.all(/.*/, (_request, response) => void response.send('the front end')),
      /^The route \/\.\*\/ answers/,
    ],
  ])('frontdesk() behind %s says that nothing comes to it', (_what, mount, words) => {
    const lines: LogLine[] = []
    const app = express()
    mount(app)
    app.use(logging(lines))
    expect(warnings(lines)).toEqual([expect.stringMatching(words)])
    expect(warnings(lines)).toEqual([expect.stringContaining('move app.use(frontdesk()) above it')])
  })

  test('frontdesk() behind what lets requests on, or answers others, says nothing', () => {
    const lines: LogLine[] = []
    const app = express()
    app.use((_request, _response, next) => next())
    app.use(express.static('public'))
    app.use('/api', (_request, response) => void response.sendStatus(404))
    app.get('/:page', (_request, response) => void response.send('a page'))
    app.post(/.*/, (_request, response) => void response.send('posted'))
    app.get(/.*/, (_request, _response, next) => next())
    app.use(logging(lines))
    app.use((_request, response) => void response.sendStatus(404))
    expect(warnings(lines)).toEqual([])
  })

  test('two of frontdesk() in one app say so once; one that is mounted twice does not matter', async () => {
    const lines: LogLine[] = []
    const one = logging(lines)
    const { origin: alone } = await serve(express().use(one, one))
    expect((await fetch(`${alone}/elsewhere`)).status).toBe(404)
    expect(warnings(lines)).toEqual([])
    const { origin } = await serve(express().use(one, logging(lines)))
    for (const path of ['/elsewhere', '/elsewhere']) expect((await fetch(origin + path)).status).toBe(404)
    expect(warnings(lines)).toEqual([expect.stringContaining('frontdesk() is mounted twice')])
  })

  test('frontdesk itself on an app throws what to write instead, and on a router or a route answers so', async () => {
    const itself = frontdesk as RequestHandler // as JavaScript may write it
    const words = /frontdesk is mounted without being called: write app\.use\(frontdesk\(\)\)/
    expect(() => express().use(itself)).toThrow(words)
    expect(() => frontdesk(express() as object)).toThrow(/no app or handler: write app\.use\(frontdesk\(\)\)/)
    for (const app of [express().use(express.Router().use(itself)), express().get('/', itself)]) {
      app.use(((error, _request, response, _next) => void response.status(500).send(error.message)) as ErrorRequestHandler)
      const { origin } = await serve(app)
      const answer = await fetch(origin)
      expect([answer.status, await answer.text()]).toEqual([500, expect.stringMatching(words)])
    }
  })

  const answering: RequestHandler = (_request, response) => void response.send("the app's")
  const moves =
    /Move that page, as in app\.use\(frontdesk\(\{ pages: \{ signIn: '\/account\/sign-in' \} \}\)\), or switch it off by pages: \{ signIn: false \}\.$/

  test.each<[string, string, (app: Express) => unknown]>([
    ['a route', '/sign-in', (app) => app.get('/sign-in', answering)],
    ['a route of another case', '/Sign-In', (app) => app.get('/Sign-In', answering)],
    ['a route of all methods', '/sign-in', (app) => app.all('/sign-in', answering)],
    ['a route below it', '/sign-in/sso', (app) => app.post('/sign-in/sso', answering)],
    ['one of the paths of a route', '/login, /sign-in', (app) => app.get(['/login', '/sign-in'], answering)],
    ['a handler at the path', '/sign-in', (app) => app.use('/sign-in', answering)],
    ['a router at the path', '/sign-in', (app) => app.use('/sign-in', express.Router().get('/', answering))],
    ['a route of a router', '/sign-in', (app) => app.use(express.Router().get('/sign-in', answering))],
    [
      'a route of a router in a router',
      '/sign-in',
      (app) => app.use('/', express.Router().use(express.Router().get('/sign-in', answering))),
    ],
  ])('an app whose own /sign-in is never reached, %s, is told so once, and what to do', async (_what, route, mount) => {
    const lines: LogLine[] = []
    const app = express()
    app.use(logging(lines))
    mount(app)
    expect(warnings(lines)).toEqual([]) // no request has shown that the app is ready
    const { origin } = await serve(app)
    for (const path of ['/', '/sign-in', '/sign-in']) await fetch(origin + path)
    expect(warnings(lines)).toEqual([expect.stringContaining(`The app's own ${route} is never reached: `)])
    expect(warnings(lines)[0]).toMatch(moves)
  })

  test('an app is told of each page that has a route of its own behind it, also of routes that came late', async () => {
    const lines: LogLine[] = []
    const app = express()
    app.use(logging(lines))
    app.get('/user/:id', answering)
    app.post('/sign-out', answering)
    const { origin } = await serve(app)
    await fetch(origin)
    expect(warnings(lines).map((line) => /own (\S+) is/.exec(line)?.[1])).toEqual(['/user/:id', '/sign-out'])
    app.get('/sign-up', answering)
    await fetch(`${origin}/sign-up`)
    expect(warnings(lines).at(-1)).toContain("The app's own /sign-up is never reached")
    expect(warnings(lines)).toHaveLength(3)
  })

  test('an app whose routes are elsewhere, before frontdesk(), or for everything is told nothing', async () => {
    const lines: LogLine[] = []
    const app = express()
    app.get('/sign-in/before', answering)
    app.use(logging(lines))
    app.get(['/users', '/users/:id', '/sign-in-help', '/auth/sign-in'], answering)
    app.use('/auth', express.Router().get('/sign-in', answering))
    app.get('/:page', answering)
    app.use(express.static('public'))
    app.get(/.*/, answering)
    app.use(answering)
    const { origin } = await serve(app)
    for (const path of ['/', '/sign-in', '/user']) expect((await fetch(origin + path)).status).toBe(200)
    expect(warnings(lines)).toEqual([])
  })

  test("a page that is switched off is the app's, and our pages and guards lead there", async () => {
    const lines: LogLine[] = []
    const app = express()
    const made = logging(lines, { pages: { signIn: false, signOut: false } })
    app.use(made)
    app.all(['/sign-in', '/sign-in/sso', '/sign-out'], answering)
    const { origin } = await serve(app)
    for (const path of ['/sign-in', '/sign-in/sso', '/sign-out'])
      expect(await (await fetch(origin + path, { method: 'POST' })).text()).toBe("the app's")
    expect(await (await fetch(`${origin}/sign-up`)).text()).toContain('<a href="/sign-in">')
    expect(warnings(lines)).toEqual([])
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
})

test('a closed server is no longer found in the process, and one that is open still is, made before or later', async () => {
  const found = () => (globalThis as { [name: symbol]: unknown })[Symbol.for('frontdesk.embedded')]
  const first = embedded()
  const second = embedded()
  const ofSecond = found()
  await Promise.all([first.server.close(), first.server.close()]) // closing is asked for twice where a signal meets an error
  expect(found()).toBe(ofSecond)
  const third = embedded()
  await third.server.close()
  expect(found()).toBe(ofSecond)
  await second.server.close()
  expect(found()).toBeUndefined()
})

test('a closed server says so to whoever still asks it', async () => {
  const closed = embedded()
  const { origin } = await serve(express5().use(closed))
  expect((await fetch(`${origin}/sign-in`)).status).toBe(200)
  await closed.server.close()
  expect((await fetch(`${origin}/sign-in`)).status).toBe(503)
  expect((await fetch(`${origin}/__clerk/v1/environment`)).status).toBe(503)
  await expect(closed.server.ready()).rejects.toThrow('This server is closed: call frontdesk()')
})
