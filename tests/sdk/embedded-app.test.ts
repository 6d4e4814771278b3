import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express5, { type Express, type NextFunction, type Request, type Response } from 'express'
import { frontdesk } from 'frontdesk/express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type Listening, listening } from '../environment/listening.js'
import { createVisitor, type Visitor } from './visitor.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('the SDK beside an embedded server on %s', (_, express) => {
  let database: FreshDatabase
  let embedded: ReturnType<typeof frontdesk>
  let server: Listening
  let origin: string

  beforeAll(async () => {
    database = await freshDatabase('sqlite')
    embedded = frontdesk({ databaseUrl: database.url, environment: 'development', log: () => {} })
    server = await listening(seedApp(express(), embedded))
    origin = server.origin
  })
  afterAll(async () => {
    await server.close()
    await embedded.server.close()
    await database.drop()
  })

  const signedIn = async (): Promise<Visitor> => {
    const visitor = createVisitor(origin)
    await visitor.signUp()
    return visitor
  }

  test("the SDK sends a signed-out visitor of the seed's protected route to the embedded sign-in page, and back afterwards", async () => {
    const response = await createVisitor(origin).get('/protected?page=2')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/sign-in?redirect_url=%2Fprotected%3Fpage%3D2')
    expect(response.headers.get('x-clerk-auth-reason')).toBe('session-token-and-uat-missing')
  })

  test('the SDK uses a configured sign-in URL exactly as it is given, and never redirects that page to itself', async () => {
    const response = await createVisitor(origin).get('/protected-elsewhere')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/my-sign-in')
    expect((await createVisitor(origin).get('/my-sign-in')).status).toBe(200)
  })

  test('the SDK lets a signed-in visitor through', async () => {
    const response = await (await signedIn()).get('/protected')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('This is a protected route')
  })

  test("the SDK answers 403 on the seed's permission example, where requireAuth is passed uncalled", async () => {
    const response = await (await signedIn()).get('/path')
    expect(response.status).toBe(403)
    expect(await response.text()).toBe('Unauthorized')
    expect((await createVisitor(origin).get('/path')).status).toBe(302)
  })

  test('the SDK turns req.auth into the auth object as JSON, and lets it be called', async () => {
    const response = await (await signedIn()).get('/auth')
    const body = (await response.json()) as { property: object; called: object; userId: string }
    expect(body.property).toMatchObject({ isAuthenticated: true, userId: body.userId, tokenType: 'session_token' })
    expect(body.called).toEqual(body.property)
  })

  test.each(['ak_unknown', 'mt_unknown', 'oat_unknown'])('the SDK refuses %s, which the server does not know', async (bearer) => {
    const visitor = await signedIn()
    expect((await visitor.get('/auth')).status).toBe(200)
    const response = await visitor.get('/auth', { authorization: `Bearer ${bearer}` }) // the cookies beside it are not asked
    expect(response.status).toBe(302)
    expect(response.headers.get('x-clerk-auth-reason')).toBe('token-invalid')
    expect(response.headers.get('x-clerk-auth-message')).toContain('status=404')
  })

  test('the SDK lists users through clerkClient without a key or a socket', async () => {
    const visitor = await signedIn()
    const { data, totalCount } = (await (await visitor.get('/users')).json()) as {
      data: Array<{ object?: string }>
      totalCount: number
    }
    expect(totalCount).toBeGreaterThan(0)
    expect(data).toHaveLength(totalCount)
  })

  test('the SDK accepts the session token as a bearer', async () => {
    const visitor = await signedIn()
    const token = visitor.cookies.get('__session')!
    const response = await createVisitor(origin).get('/me', { authorization: `Bearer ${token}` })
    expect(await response.json()).toMatchObject({ isAuthenticated: true })
  })

  test('the SDK counts a forged token as signed out and says why', async () => {
    const response = await createVisitor(origin).get('/me', { authorization: 'Bearer a.b.c' })
    expect(await response.json()).toMatchObject({ isAuthenticated: false, userId: null })
    expect(response.headers.get('x-clerk-auth-reason')).toBe('token-invalid')
  })

  test('the SDK sends a document that lost its session cookie through the handshake, and other requests never', async () => {
    const visitor = await signedIn()
    visitor.cookies.delete('__session')
    for (const name of [...visitor.cookies.keys()]) if (name.startsWith('__session_')) visitor.cookies.delete(name)

    const script = await visitor.get('/me', { accept: 'application/json' })
    expect(await script.json()).toMatchObject({ isAuthenticated: false })

    const page = await visitor.get('/me', { accept: 'text/html' })
    expect(page.status).toBe(307)
    expect(page.headers.get('x-clerk-auth-reason')).toBe('client-uat-but-no-session-token')
    const followed = await visitor.follow(page)
    expect(await followed.json()).toMatchObject({ isAuthenticated: true })
  })

  test('the SDK gives up a handshake that goes round in circles', async () => {
    const visitor = await signedIn()
    visitor.cookies.set('__clerk_redirect_count', '3')
    for (const name of [...visitor.cookies.keys()]) if (name.startsWith('__session')) visitor.cookies.delete(name)
    const page = await visitor.get('/me', { accept: 'text/html' })
    expect(page.status).toBe(200)
    expect(await page.json()).toMatchObject({ isAuthenticated: false })
  })

  test('the SDK throws a helpful error when getAuth() is used without the middleware', async () => {
    expect(() => getAuth({} as Request)).toThrow('app.use(clerkMiddleware())')
    expect(() => getAuth({ auth: () => ({ userId: 'user_of_another_library' }) } as unknown as Request)).toThrow(
      'clerkMiddleware',
    )
  })
})

describe('after an embedded server is closed', () => {
  const open = async () => {
    const embedded = frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log: () => {} })
    const app = express5().use(embedded).use(clerkMiddleware())
    app.get('/', (req, res) => void res.json(getAuth(req).userId))
    app.use((error: Error & { status: number }, _req: Request, res: Response, _next: NextFunction) => {
      res.status(error.status).send(error.message)
    })
    return { embedded, app: await listening(app) }
  }
  const countOfUsers = async () => (await clerkClient.users.getUserList()).totalCount

  test('the SDK reaches the one that is started next, and calls of the closed app are told why they fail', async () => {
    const first = await open()
    await createVisitor(first.app.origin).signUp()
    expect(await countOfUsers()).toBe(1)
    await first.embedded.server.close()
    await expect(countOfUsers()).rejects.toThrow('no embedded server that is open')

    const second = await open()
    expect(await countOfUsers()).toBe(0)
    const refused = await fetch(first.app.origin)
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('frontdesk()) embeds here is closed')])
    expect(await (await fetch(second.app.origin)).json()).toBeNull()

    for (const { app } of [first, second]) await app.close()
    await second.embedded.server.close()
  })
})

/** The seed's examples as they are written there, on one app. */
function seedApp(app: Express, embedded: ReturnType<typeof frontdesk>): Express {
  app.use(embedded)
  app.get('/protected', requireAuth(), (_req, res) => {
    res.send('This is a protected route')
  })
  app.get('/protected-elsewhere', requireAuth({ signInUrl: '/my-sign-in' }), (_req, res) => {
    res.send('This is a protected route')
  })
  app.get('/my-sign-in', requireAuth({ signInUrl: '/my-sign-in' }), (_req, res) => {
    res.send('Sign in here')
  })

  app.use(clerkMiddleware())
  const hasPermission = (request: Request, response: Response, next: NextFunction) => {
    const auth = getAuth(request)
    if (!auth.has({ permission: 'org:admin:testpermission' })) {
      response.status(403).send('Unauthorized')
      return
    }
    next()
  }
  app.get('/path', requireAuth, hasPermission, (req, res) => {
    res.json(req.auth)
  })
  app.get('/auth', requireAuth(), (req, res) => {
    res.json({ property: req.auth, called: req.auth(), userId: req.auth.userId })
  })
  app.get('/me', (req, res) => {
    res.json(getAuth(req))
  })
  app.get('/users', requireAuth(), (_req, res, next) => {
    clerkClient.users.getUserList({ limit: 500 }).then((users) => res.json(users), next)
  })
  return app
}
