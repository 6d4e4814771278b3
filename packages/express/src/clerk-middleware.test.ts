import { type IncomingHttpHeaders, request as send } from 'node:http'
import express5, { type Express, type NextFunction, type Request, type Response } from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Listening, listening } from '../../../tests/environment/listening.js'
import { desk, liveKey, now, pem, token } from '../../backend/src/testing/desk.js'
import {
  type AuthenticateRequestOptions,
  authenticateRequest,
  type ClerkClient,
  type ClerkMiddlewareOptions,
  clerkMiddleware,
  createClerkClient,
  getAuth,
  type RequireAuthOptions,
  requireAuth,
} from './index.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const handle = Symbol.for('frontdesk.embedded')
const embedded = (server = desk()) =>
  Object.assign(
    (request: Request, _response: Response, next: NextFunction) => {
      Object.assign(request, { [handle]: server })
      next()
    },
    { server },
  )

const servers = new Map<Express, Listening>()
afterEach(async () => {
  await Promise.all([...servers.values()].map(({ close }) => close()))
  servers.clear()
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends the path as it is spelled: `fetch` would resolve `..` before it goes out. */
async function get(app: Express, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const server = servers.get(app) ?? (await listening(app))
  servers.set(app, server)
  const { port } = new URL(server.origin)
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: '127.0.0.1', port, path, method, headers: { host: 'app.example', ...headers }, agent: false })
    outgoing.on('error', reject).on('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
    outgoing.end()
  })
}

/** An Express request as far as `authenticateRequest()` reads it. */
const stub = (headers: Record<string, string>) =>
  ({ method: 'GET', originalUrl: '/', url: '/', headers: { host: 'app.example', ...headers }, socket: {} }) as unknown as Request

const signedIn = { authorization: `Bearer ${token()}` }
const answer = (text: string) => (_: Request, response: Response) => {
  response.send(text)
}
const quiet = (_error: { status?: number }, _request: Request, response: Response, _next: NextFunction) => {
  response.status(_error.status ?? 500).send('refused')
}

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('on %s', (_, express) => {
  const appWith = (set: (app: Express) => void, server = desk()): Express => {
    const app = express()
    app.use(embedded(server))
    set(app)
    app.use(quiet)
    return app
  }

  describe('clerkMiddleware()', () => {
    const showAuth = (request: Request, response: Response) => {
      response.json({
        called: request.auth(),
        itself: request.auth,
        userId: request.auth.userId,
        isAdmin: request.auth.has({ role: 'admin' }),
      })
    }

    test('clerkMiddleware() attaches an auth that is called, read, and turned into JSON', async () => {
      const app = appWith((app) => app.use(clerkMiddleware()).get('/', showAuth))
      const { called, itself, userId, isAdmin } = JSON.parse((await get(app, '/', signedIn)).body)
      expect(itself).toMatchObject({ userId: 'user_1', sessionId: 'sess_1', isAuthenticated: true, tokenType: 'session_token' })
      expect(itself).toEqual(called)
      expect([userId, isAdmin]).toEqual(['user_1', false])
      const signedOut = JSON.parse((await get(app, '/')).body)
      expect(signedOut.itself).toMatchObject({ userId: null, isAuthenticated: false })
    })

    test('clerkMiddleware() takes options for each request, and verifies by a key that it fetches once', async () => {
      const inner = desk()
      let fetched = 0
      const counting = { ...inner, fetch: (request: globalThis.Request) => inner.fetch(request).finally(() => fetched++) }
      const options = async (request: Request) => ({ authorizedParties: [`https://${request.hostname}`] })
      const app = appWith((app) => app.use(clerkMiddleware(options)).get('/', showAuth), counting)
      const own = { authorization: `Bearer ${token({ azp: 'https://app.example' })}` }
      expect(JSON.parse((await get(app, '/', own)).body).userId).toBe('user_1')
      expect(JSON.parse((await get(app, '/', { ...own, host: 'other.example' })).body).userId).toBeNull()
      expect(fetched).toBe(1)
    })

    test('clerkMiddleware() uses the keys of a client that it is given', async () => {
      const clerkClient = createClerkClient({ publishableKey: liveKey, jwtKey: pem })
      const app = express()
      app.use(clerkMiddleware({ clerkClient })).get('/', showAuth)
      expect(JSON.parse((await get(app, '/', signedIn)).body).userId).toBe('user_1')
    })

    test('clerkMiddleware() says what is missing when there are neither keys nor an embedded server', async () => {
      const app = express()
      app.use(clerkMiddleware())
      app.use(
        (error: Error, _request: Request, response: Response, _next: NextFunction) =>
          void response.status(500).send(error.message),
      )
      expect((await get(app, '/')).body).toContain('app.use(frontdesk())')
    })

    test('clerkMiddleware() hands a failing options function to the error handler', async () => {
      const app = appWith((app) => app.use(clerkMiddleware(() => Promise.reject(new Error('no options')))).get('/', showAuth))
      expect(await get(app, '/')).toMatchObject({ status: 500, body: 'refused' })
    })

    describe('with a clerkClient', () => {
      const own = () => createClerkClient({ publishableKey: liveKey, jwtKey: pem })
      const userOf = async (options: ClerkMiddlewareOptions, headers = signedIn) => {
        const app = express()
        app.use(clerkMiddleware(options)).get('/', (request, response) => void response.json(getAuth(request).userId))
        app.use(quiet)
        return get(app, '/', headers)
      }

      test('clerkMiddleware() with a clerkClient goes by the options of a copy of one, too', async () => {
        expect((await userOf({ clerkClient: { ...own() } })).body).toBe('"user_1"')
      })

      test('clerkMiddleware() with a clerkClient asks one that decides itself, with the request and the options', async () => {
        const asked: Array<[string, string | null, object]> = []
        const wrapped: ClerkClient = {
          ...own(),
          authenticateRequest: (async (request: globalThis.Request, options: AuthenticateRequestOptions) => {
            asked.push([request.url, request.headers.get('authorization'), options])
            return own().authenticateRequest(request, options)
          }) as ClerkClient['authenticateRequest'], // of the overloads the one that the middleware calls
        }
        const options = { clerkClient: wrapped, publishableKey: liveKey, jwtKey: pem, proxyUrl: () => '/desk' }
        expect((await userOf(options)).body).toBe('"user_1"')
        const given = { acceptsToken: 'any', proxyUrl: 'http://app.example/desk', isSatellite: false, publishableKey: liveKey }
        expect(asked).toEqual([['http://app.example/', signedIn.authorization, expect.objectContaining(given)]])
        expect(asked[0]![2]).not.toHaveProperty('clerkClient')

        const stale = await userOf(options, { cookie: `__client_uat=${now}`, accept: 'text/html' } as never)
        expect([stale.status, stale.headers.location]).toEqual([307, expect.stringContaining('/desk/v1/client/handshake?')])
        const state = await authenticateRequest({
          clerkClient: wrapped,
          request: stub(signedIn),
          options: { publishableKey: liveKey },
        })
        expect([state.status, asked.length]).toEqual(['signed-in', 3])
      })

      test('clerkMiddleware() with a clerkClient asks a stand-in that a test puts in its place', async () => {
        const clerkClient = own()
        const spy = vi.spyOn(clerkClient, 'authenticateRequest')
        const nobody = await createClerkClient({ publishableKey: liveKey, jwtKey: pem }).authenticateRequest(
          new globalThis.Request('http://a.example'),
        )
        spy.mockResolvedValue(nobody as never)
        expect((await userOf({ clerkClient, publishableKey: liveKey, jwtKey: pem })).body).toBe('null')
        expect(spy).toHaveBeenCalledOnce()
      })

      test('clerkMiddleware() with a clerkClient answers 400 where no Request can be made for it', async () => {
        const app = express()
        const wrapped = { ...own(), authenticateRequest: vi.fn() as unknown as ClerkClient['authenticateRequest'] }
        app.use(clerkMiddleware({ clerkClient: wrapped, publishableKey: liveKey, jwtKey: pem }), answer('reached')).use(quiet)
        expect((await get(app, '/', {}, 'TRACE')).status).toBe(400)
      })
    })

    describe('says at the start', () => {
      afterEach(() => void vi.unstubAllEnvs())

      test.each<[string, ClerkMiddlewareOptions, RegExp]>([
        ['a jwtKey that is none', { jwtKey: 'hello' }, /CLERK_JWT_KEY \(jwtKey\) is not a public RSA key/],
        ['a publishable key that is none', { publishableKey: 'pk_live_' }, /publishable key is not valid/],
        [
          'authorizedParties that are text',
          { authorizedParties: 'https://app.example' as never },
          /authorizedParties must be a list/,
        ],
        ['an authorized party that is missing', { authorizedParties: [undefined as never] }, /authorizedParties must be a list/],
        ['an audience that is a number', { audience: 1 as never }, /audience must be a text/],
        ['a header type that is a number', { headerType: [1 as never] }, /headerType must be a text/],
        ['a proxy URL that is none', { proxyUrl: 'app.example/__clerk' }, /proxyUrl/],
      ])('clerkMiddleware() says at the start: %s', (_, options, message) => {
        expect(() => clerkMiddleware(options)).toThrow(message)
        expect(() => requireAuth(options)).toThrow(message)
      })

      test('a CLERK_JWT_KEY that is none', () => {
        vi.stubEnv('CLERK_JWT_KEY', 'hello')
        expect(() => clerkMiddleware()).toThrow('CLERK_JWT_KEY')
        expect(() => clerkMiddleware({ jwtKey: pem })).not.toThrow()
      })
    })

    test('needs no jwtKey that can be read where nobody brings a token', async () => {
      const app = express()
      app.use(clerkMiddleware(() => ({ publishableKey: liveKey, jwtKey: 'hello' }))).use(answer('the page'))
      expect(await get(app, '/')).toMatchObject({ status: 200, body: 'the page' })
      const refused = await get(app, '/', signedIn)
      expect([refused.status, refused.headers['x-clerk-auth-reason']]).toEqual([200, 'jwk-local-invalid'])
    })

    test('sends a document that lost its token through the handshake with a 307', async () => {
      const app = appWith((app) => app.use(clerkMiddleware()).get('/', answer('home')))
      const { status, headers } = await get(app, '/', { cookie: `__client_uat=${now}`, accept: 'text/html' })
      expect(status).toBe(307)
      expect(headers.location).toMatch(/^http:\/\/app\.example\/__clerk\/v1\/client\/handshake\?redirect_url=/)
      expect(headers['set-cookie']).toEqual(['__clerk_redirect_count=1; SameSite=Lax; HttpOnly; Max-Age=2'])
      expect(headers['x-clerk-auth-reason']).toBe('client-uat-but-no-session-token')
    })

    test('overwrites the auth of another library, which getAuth() never trusts', async () => {
      const impostor = (request: Request, _response: Response, next: NextFunction) => {
        Object.assign(request, { auth: () => ({ userId: 'user_of_another_library' }) })
        next()
      }
      const show = (request: Request, response: Response) => {
        response.json(getAuth(request).userId)
      }
      const app = appWith((app) => app.get('/before', impostor, show).get('/after', impostor, clerkMiddleware(), show))
      expect(await get(app, '/before')).toMatchObject({ status: 500 })
      expect((await get(app, '/after')).body).toBe('null')
    })
  })

  describe('requireAuth()', () => {
    const guarded = (options?: RequireAuthOptions) =>
      appWith((app) => app.get('/protected', requireAuth(options), answer('protected')).use(answer('public')))

    test('requireAuth() works without clerkMiddleware()', async () => {
      expect(await get(guarded(), '/protected', signedIn)).toMatchObject({ status: 200, body: 'protected' })
    })

    test("requireAuth() sends the signed-out to the embedded server's page, which brings them back", async () => {
      const { status, headers } = await get(guarded(), '/protected?a=1&b=2')
      expect([status, headers.location]).toEqual([302, '/sign-in?redirect_url=%2Fprotected%3Fa%3D1%26b%3D2'])
    })

    test('requireAuth() never asks to be brought back to another site', async () => {
      const app = appWith((app) => app.use(requireAuth()))
      for (const path of ['//evil.example', '/\\evil.example', '///evil.example/x'])
        expect((await get(app, path)).headers.location).toMatch(/^\/sign-in\?redirect_url=%2Fevil\.example/)
    })

    test.each(['/custom?tab=1', 'https://accounts.example/sign-in'])(
      'uses the sign-in URL %s exactly as it is given',
      async (signInUrl) => {
        const { status, headers } = await get(guarded({ signInUrl }), '/protected')
        expect([status, headers.location]).toEqual([302, signInUrl])
      },
    )

    test('requireAuth() uses CLERK_SIGN_IN_URL where no option is given', async () => {
      process.env.CLERK_SIGN_IN_URL = '/from-the-environment'
      try {
        expect((await get(guarded(), '/protected')).headers.location).toBe('/from-the-environment')
        expect((await get(guarded({ signInUrl: '/mine' }), '/protected')).headers.location).toBe('/mine')
      } finally {
        delete process.env.CLERK_SIGN_IN_URL
      }
    })

    test('requireAuth() is a handler also when it is passed uncalled, as the seed does', async () => {
      const hasPermission = (request: Request, response: Response, next: NextFunction) => {
        const auth = getAuth(request)
        if (!auth.has({ permission: 'org:admin:testpermission' })) return void response.status(403).send('Unauthorized')
        next()
      }
      const app = appWith((app) =>
        app.use(clerkMiddleware()).get('/path', requireAuth, hasPermission, (req, res) => void res.json(req.auth)),
      )
      expect((await get(app, '/path')).status).toBe(302)
      expect(await get(app, '/path', signedIn)).toMatchObject({ status: 403, body: 'Unauthorized' })
      const member = { org_id: 'org_1', org_role: 'org:admin', org_permissions: ['org:admin:testpermission'], v: undefined }
      const allowed = await get(app, '/path', { authorization: `Bearer ${token(member)}` })
      expect(JSON.parse(allowed.body)).toMatchObject({ userId: 'user_1', orgId: 'org_1' })
    })

    test('requireAuth() for the whole app ends on the sign-in page, wherever that is', async () => {
      const app = appWith((app) => app.use(requireAuth({ signInUrl: '/in' })).use(answer('reached')))
      expect((await get(app, '/')).headers.location).toBe('/in')
      expect(await get(app, '/in?x=1')).toMatchObject({ status: 200, body: 'reached' })
      const early = appWith((app) => app.use(requireAuth()).use(answer('reached')))
      expect(await get(early, '/sign-in?redirect_url=%2F')).toMatchObject({ status: 200, body: 'reached' })
    })

    test.each(['/admin/../in', '/admin/%2e%2e/in', '/admin\\..\\in', '/admin/./../in'])(
      'is not fooled by %s, which only looks like the sign-in page once it is normalized',
      async (path) => {
        const app = appWith((app) => app.use('/admin', requireAuth({ signInUrl: '/in' }), answer('the secrets of the admin')))
        const { status, body } = await get(app, path)
        expect([status, body.includes('secrets')]).not.toEqual([200, true])
      },
    )

    describe.each([
      'https://auth.example',
      'https://auth.example/',
      'http://auth.example/',
      '//auth.example/',
      '/\\auth.example/',
    ])('requireAuth() where the sign-in page is %s, elsewhere', (signInUrl) => {
      test.each<Record<string, string>>([
        { 'x-forwarded-host': 'auth.example', 'x-forwarded-proto': 'https' },
        { 'x-forwarded-host': 'auth.example', 'x-forwarded-proto': 'http' },
        { 'x-forwarded-host': 'auth.example' },
        { host: 'auth.example', 'x-forwarded-proto': 'https' },
      ])('the home page stays closed to a stranger who claims to be there, by %o', async (forged) => {
        const app = appWith((app) => app.get('/', requireAuth({ signInUrl }), answer('the secrets of the home page')))
        for (const path of ['/', '/?x=1']) {
          const { status, body } = await get(app, path, forged)
          expect([302, 401]).toContain(status)
          expect(body).not.toContain('secrets')
        }
      })
    })

    test.each(['sign-in', '?sign-in', '#sign-in', './'])(
      'the sign-in URL %s, which is relative to each page, opens none of them',
      async (signInUrl) => {
        const app = appWith((app) => app.use(requireAuth({ signInUrl }), answer('the secrets of the page')))
        for (const path of ['/sign-in', '/', '/page/']) expect((await get(app, path)).body).not.toContain('secrets')
      },
    )

    test('a page that would redirect to its own address answers 401 and says what to set', async () => {
      const app = appWith((app) => app.use(requireAuth({ signInUrl: 'https://app.example/in' }), answer('reached')))
      expect((await get(app, '/page')).headers.location).toBe('https://app.example/in')
      expect(await get(app, '/in')).toMatchObject({ status: 401, body: expect.stringContaining('by its path') })
    })

    test('requireAuth() answers 401 where no page can be named and / itself is guarded', async () => {
      const app = express()
      const options = { publishableKey: liveKey, jwtKey: pem }
      app.use(requireAuth(options))
      expect((await get(app, '/page')).headers.location).toBe('/')
      expect((await get(app, '/')).status).toBe(401)
    })

    test('requireAuth() redirects forms and scripts, too, as Clerk does', async () => {
      const app = appWith((app) => app.post('/save', requireAuth({ signInUrl: '/in' }), answer('saved')))
      const { status, headers } = await get(app, '/save', { accept: 'application/json' }, 'POST')
      expect([status, headers.location]).toEqual([302, '/in'])
    })

    test('requireAuth() treats a pending session as signed out', async () => {
      expect((await get(guarded(), '/protected', { authorization: `Bearer ${token({ sts: 'pending' })}` })).status).toBe(302)
    })
  })

  test('authenticateRequest() answers without touching the request', async () => {
    const app = appWith((app) =>
      app.get('/', async (request, response) => {
        const state = await authenticateRequest({ request })
        response.json({ isAuthenticated: state.isAuthenticated, userId: state.toAuth()?.userId, has: 'auth' in request })
      }),
    )
    expect(JSON.parse((await get(app, '/', signedIn)).body)).toEqual({ isAuthenticated: true, userId: 'user_1', has: false })
  })

  test('a Host header that makes no URL gets an answer and no error', async () => {
    const app = appWith((app) => app.use(clerkMiddleware()).use(answer('fine')))
    const headers = { host: 'a b', cookie: `__client_uat=${now}`, accept: 'text/html' }
    expect((await get(app, '/', headers)).status).toBeLessThan(500)
  })
})

test('getAuth() says how to mount the middleware when it has not run', () => {
  expect(() => getAuth({})).toThrow('app.use(clerkMiddleware())')
})
