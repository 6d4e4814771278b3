/** Mistakes in mounting that Express takes silently: the app says what to write when it is made or, on a router, with the first request. */
import express5, { type Express, type RequestHandler } from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Listening, listening } from '../../../tests/environment/listening.js'
import { desk, liveKey, pem } from '../../backend/src/testing/desk.js'
import { authenticateRequest, clerkMiddleware, getAuth, requireAuth } from './index.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const settings = { publishableKey: liveKey, jwtKey: pem }
const servers: Listening[] = []
const warnings: string[] = []
beforeEach(() => {
  warnings.length = 0
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(servers.splice(0).map(({ close }) => close()))
})

/** What the app answers; an error is answered by its message. */
async function get(app: Express, path = '/'): Promise<[status: number, text: string]> {
  app.use(((error, _request, response, _next) => void response.status(500).send(error.message)) as express5.ErrorRequestHandler)
  const server = await listening(app)
  servers.push(server)
  const answer = await fetch(server.origin + path, { headers: { connection: 'close' } })
  return [answer.status, await answer.text()]
}

const uncalled = (wrong: unknown) => wrong as RequestHandler // JavaScript has no types that would refuse it

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('mounting on %s', (_, express) => {
  const mistakes: Array<[string, RequestHandler, RegExp]> = [
    ['clerkMiddleware', uncalled(clerkMiddleware), /clerkMiddleware is mounted without .*app\.use\(clerkMiddleware\(\)\)/],
    ['getAuth', uncalled(getAuth), /getAuth is mounted as if .*app\.use\(clerkMiddleware\(\)\).*getAuth\(req\)/],
  ]

  test.each(mistakes)('app.use(%s) throws what to write instead', (_name, wrong, words) => {
    expect(() => express().use(wrong)).toThrow(words)
    expect(() => express().use('/api', wrong)).toThrow(words)
  })

  test.each(mistakes)(
    '%s itself on a router or a route answers each request with what to write instead',
    async (_name, wrong, words) => {
      const places = [express().use(express.Router().use(wrong)), express().get('/', wrong)]
      for (const app of places) expect(await get(app)).toEqual([500, expect.stringMatching(words)])
    },
  )

  test('getAuth() without a request says what to give it', () => {
    expect(() => getAuth(undefined as never)).toThrow('getAuth(req), not undefined')
  })

  test('getAuth itself behind the middleware does not leave a request without an answer', async () => {
    const app = express().use(clerkMiddleware(settings)).get('/', uncalled(getAuth))
    expect(await get(app)).toEqual([500, expect.stringContaining('getAuth(req)')])
  })

  test('requireAuth itself guards, as if it were called', async () => {
    const handle = Symbol.for('frontdesk.embedded')
    const app = express().use((request, _response, next) => {
      Object.assign(request, { [handle]: desk() })
      next()
    })
    app.get('/', requireAuth, (_request, response) => void response.send('reached'))
    expect((await get(app))[1]).not.toBe('reached')
  })

  test('an app or a handler in the place of options throws what to write instead', () => {
    expect(() => clerkMiddleware(express() as object)).toThrow(/no app or handler: write app\.use\(clerkMiddleware\(\)\)/)
    expect(() => requireAuth(express() as object)).toThrow(/no app or handler/)
    expect(() => requireAuth((() => {}) as object)).toThrow(/app\.get\(path, requireAuth\(\), handler\)/)
  })

  test('authenticateRequest itself answers with what to write instead', async () => {
    const app = express().use(async (request, response, next) => {
      const itself = authenticateRequest as unknown as RequestHandler // as JavaScript may write it
      await Promise.resolve(itself(request, response, next)).catch(next) // Express 4 waits for nobody
    })
    expect(await get(app)).toEqual([500, expect.stringContaining('authenticateRequest({ request: req })')])
  })

  test('options that depend on the request may be none', async () => {
    const app = express().use(clerkMiddleware((() => undefined) as never)) // as JavaScript may write it
    const [, text] = await get(app.get('/', (_request, response) => void response.send('reached')))
    expect(text).not.toContain('undefined')
  })

  describe('behind or beside the embedded server', () => {
    const handle = Symbol.for('frontdesk.embedded')
    const shared = globalThis as { [handle]?: object }
    afterEach(() => {
      delete shared[handle]
    })

    /** A process with a server in it, and the app that its requests come to. */
    async function ask(path: string, mount?: RequestHandler): Promise<string[]> {
      vi.resetModules() // what is said once is said once for each copy
      const copy = await import('./index.js')
      shared[handle] = { ...desk(), owns: (asked: string) => asked === '/sign-in' }
      const app = express()
      if (mount) app.use(mount)
      app.use(copy.clerkMiddleware(), copy.requireAuth({ unauthenticated: '401' }))
      await get(app, path)
      return warnings
    }

    test('a page of the server that comes to the SDK instead is told once, with the place for frontdesk()', async () => {
      expect(await ask('/sign-in')).toEqual([
        expect.stringMatching(/for \/sign-in has come to the SDK.*app\.use\(frontdesk\(\)\).*without a path, above/),
      ])
    })

    test('other pages, and those that have passed frontdesk(), are not told', async () => {
      expect(await ask('/account')).toEqual([])
      const passes: RequestHandler = (request, _response, next) => next(void Object.assign(request, { [handle]: shared[handle] }))
      expect(await ask('/sign-in', passes)).toEqual([])
    })
  })
})
