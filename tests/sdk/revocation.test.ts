/** `revocation: 'strict'` beside an embedded server: what ends a session holds on the very next request, not a minute later. */
import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express, { type NextFunction, type Request, type Response } from 'express'
import { frontdesk } from 'frontdesk/express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../environment/database.js'
import { type Listening, listening } from '../environment/listening.js'
import { createVisitor, type Visitor } from './visitor.js'

describe("revocation: 'strict'", () => {
  let database: FreshDatabase
  let embedded: ReturnType<typeof frontdesk>
  let server: Listening
  let origin: string
  const handle = Symbol.for('frontdesk.embedded')

  beforeAll(async () => {
    database = await freshDatabase('sqlite')
    embedded = frontdesk({ databaseUrl: database.url, environment: 'development', log: () => {} })
    const whoIs = (req: Request, res: Response) => {
      res.json({ userId: getAuth(req).userId })
    }
    const brokenDatabase = (req: Request, _res: Response, next: NextFunction) => {
      const real = (req as unknown as Record<symbol, object>)[handle] // frontdesk() has set it
      Object.assign(req, { [handle]: { ...real, isSessionActive: () => Promise.reject(new Error('the database is gone')) } })
      next()
    }
    const elsewhere = { publishableKey: `pk_live_${Buffer.from('other.example$').toString('base64')}`, secretKey: 'sk_live_x' }
    const app = express()
    app.use(embedded)
    app.get('/lax', clerkMiddleware(), whoIs)
    app.get('/strict', clerkMiddleware({ revocation: 'strict' }), whoIs)
    app.get(
      '/by-request',
      clerkMiddleware(() => ({ revocation: 'strict' as const })),
      whoIs,
    )
    app.get(
      '/misspelt',
      clerkMiddleware(() => ({ revocation: 'strickt' as 'strict' })),
      whoIs,
    )
    app.get('/guarded', clerkMiddleware(), requireAuth({ revocation: 'strict' }), whoIs)
    app.post('/guarded', requireAuth({ revocation: 'strict', unauthenticated: '401' }), whoIs)
    app.get('/broken', brokenDatabase, clerkMiddleware(), requireAuth({ revocation: 'strict' }), whoIs)
    app.get('/elsewhere', clerkMiddleware({ ...elsewhere, revocation: 'strict' }), whoIs)
    app.use((error: Error & { status?: number }, req: Request, res: Response, _next: NextFunction) => {
      res.status(error.status ?? 500).json({ message: error.message, userId: getAuth(req).userId })
    })
    server = await listening(app)
    origin = server.origin
  })
  afterAll(async () => {
    await server.close()
    await embedded.server.close()
    await database.drop()
  })

  async function signedIn(): Promise<{ visitor: Visitor; userId: string; sessionId: string; bearer: Record<string, string> }> {
    const visitor = createVisitor(origin)
    await visitor.signUp()
    const token = visitor.cookies.get('__session')!
    const { sub, sid } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
    return { visitor, userId: sub, sessionId: sid, bearer: { authorization: `Bearer ${token}` } }
  }
  const userOf = async (response: Response | globalThis.Response) =>
    ((await (response as globalThis.Response).json()) as { userId: string | null }).userId

  test('strict revocation lets active sessions through', async () => {
    const { visitor, userId } = await signedIn()
    for (const path of ['/strict', '/guarded']) expect(await userOf(await visitor.get(path))).toBe(userId)
  })

  const ends: Array<[string, (who: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]> = [
    ['a ban', ({ userId }) => clerkClient.users.banUser(userId)],
    ['a revocation', ({ sessionId }) => clerkClient.sessions.revokeSession(sessionId)],
    ['a deleted account', ({ userId }) => clerkClient.users.deleteUser(userId)],
    ['a sign-out', ({ visitor }) => visitor.call('/client/sessions?_method=DELETE', {})],
  ]
  test.each(ends)('with strict revocation a token that was stolen is worth nothing after %s', async (_, end) => {
    const who = await signedIn()
    const stolen = (path: string, method = 'GET') =>
      fetch(new URL(path, origin), { method, headers: who.bearer, redirect: 'manual' })
    expect(await userOf(await stolen('/strict'))).toBe(who.userId)
    await end(who)

    expect(await userOf(await stolen('/lax'))).toBe(who.userId) // what strictness is for
    for (const path of ['/strict', '/by-request']) {
      const strict = await stolen(path)
      expect([strict.headers.get('x-clerk-auth-reason'), await userOf(strict)]).toEqual(['session-ended', null])
    }
    const guarded = await stolen('/guarded')
    expect([guarded.status, guarded.headers.get('location')]).toEqual([302, '/sign-in?redirect_url=%2Fguarded'])
    expect((await stolen('/guarded', 'POST')).status).toBe(401)
  })

  test('with strict revocation a browser whose session was revoked ends on the sign-in page, after one handshake', async () => {
    const { visitor, sessionId } = await signedIn()
    await clerkClient.sessions.revokeSession(sessionId)
    const asked = await visitor.get('/guarded', { accept: 'text/html' })
    expect([asked.status, asked.headers.get('location')]).toEqual([307, expect.stringContaining('/__clerk/v1/client/handshake?')])
    const page = await visitor.follow(asked)
    expect([page.status, new URL(page.url).pathname]).toEqual([200, '/sign-in'])
  })

  test('a session is active only for the user it belongs to', async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    const { isSessionActive } = (
      globalThis as unknown as Record<symbol, { isSessionActive(s: string, u: string): Promise<boolean> }>
    )[handle]! // frontdesk() has set it
    expect(await isSessionActive(one.sessionId, one.userId)).toBe(true)
    expect(await isSessionActive(one.sessionId, other.userId)).toBe(false)
    expect(await isSessionActive('sess_unknown', one.userId)).toBe(false)
  })

  test("strict revocation that can't find out refuses, and the error handler sees nobody signed in", async () => {
    const { visitor } = await signedIn()
    const response = await visitor.get('/broken')
    expect([response.status, await response.json()]).toEqual([
      503,
      { message: expect.stringContaining('could not find out'), userId: null },
    ])
  })

  test('strict revocation with a server elsewhere is an error on the first request, and never a silent pass', async () => {
    const response = await createVisitor(origin).get('/elsewhere')
    expect([response.status, await response.json()]).toEqual([
      500,
      { message: expect.stringContaining('needs the server in this process'), userId: null },
    ])
  })

  test('a misspelt choice of revocation stops the start, or the request that it is made for', async () => {
    const { visitor } = await signedIn()
    expect(await (await visitor.get('/misspelt')).json()).toEqual({ message: expect.stringContaining("'strict'"), userId: null })
    const misspelt = { revocation: 'strickt' as 'strict' }
    expect(() => clerkMiddleware(misspelt)).toThrow("revocation must be 'strict'")
    expect(() => requireAuth(misspelt)).toThrow("revocation must be 'strict'")
  })
})
