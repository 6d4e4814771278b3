/** What `requireAuth()` offers beyond Clerk's: answers for scripts, and conditions. */
import express5, { type Express, type NextFunction, type Request, type Response } from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Listening, listening } from '../../../tests/environment/listening.js'
import { desk, liveKey, token } from '../../backend/src/testing/desk.js'
import { clerkMiddleware, type RequireAuthOptions, requireAuth } from './index.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const servers: Listening[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()))
})

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('requireAuth() on %s', (_, express) => {
  async function ask(options: RequireAuthOptions, headers: Record<string, string> = {}, path = '/page') {
    const app: Express = express()
    app.use((request: Request, _response: Response, next: NextFunction) => {
      Object.assign(request, { [Symbol.for('frontdesk.embedded')]: desk() })
      next()
    })
    app.use(requireAuth(options), (_request: Request, response: Response) => void response.send('reached'))
    const server = await listening(app)
    servers.push(server)
    const answer = await fetch(`${server.origin}${path}`, {
      headers: { connection: 'close', ...headers },
      redirect: 'manual',
    })
    return { status: answer.status, headers: answer.headers, type: answer.headers.get('content-type'), body: await answer.text() }
  }

  const signedOut = {
    errors: [{ code: 'signed_out', message: 'You are signed out.', long_message: 'Sign in to go on.', meta: {} }],
  }

  test.each(['*/*', 'application/json', 'application/json, text/html;q=0.5', 'text/html;q=0, */*', 'image/png'])(
    "'auto' answers 401 in JSON to whoever asks for %s",
    async (accept) => {
      const { status, headers, type, body } = await ask({ unauthenticated: 'auto' }, { accept })
      expect([status, type, JSON.parse(body)]).toEqual([401, 'application/json; charset=utf-8', signedOut])
      expect(headers.get('www-authenticate')).toBe('Bearer')
      expect([headers.get('vary'), headers.get('cache-control')]).toEqual(['Accept', 'no-store'])
    },
  )

  test("'auto' redirects whoever asks for a page", async () => {
    const { status, headers } = await ask({ unauthenticated: 'auto' }, { accept: browser })
    expect([status, headers.get('location'), headers.get('vary')]).toEqual([302, '/sign-in?redirect_url=%2Fpage', 'Accept'])
  })

  test("'401' never redirects, and also holds on the sign-in page", async () => {
    for (const path of ['/page', '/sign-in']) {
      const { status, type } = await ask({ unauthenticated: '401' }, { accept: browser }, path)
      expect([status, type]).toEqual([401, 'text/plain; charset=utf-8'])
    }
  })

  const member = { v: undefined, org_id: 'org_1', org_role: 'org:editor', org_permissions: ['org:posts:delete'] }
  const as = (claims: object, accept = '*/*') => ({ authorization: `Bearer ${token(claims)}`, accept })

  test('requireAuth() lets people with the permission through, and answers 403 to all others', async () => {
    const options = { permission: 'org:posts:delete' }
    expect((await ask(options, as(member))).body).toBe('reached')
    const refused = await ask(options, as({}))
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      403,
      { errors: [expect.objectContaining({ code: 'authorization_invalid' })] },
    ])
    const page = await ask(options, as({}, browser))
    expect([page.status, page.type]).toEqual([403, 'text/plain; charset=utf-8'])
  })

  test('requireAuth() sends signed-out people to the sign-in page before any permission is asked', async () => {
    expect((await ask({ permission: 'org:posts:delete' })).status).toBe(302)
    expect((await ask({ permission: 'org:posts:delete', unauthenticated: 'auto' })).status).toBe(401)
  })

  test('requireAuth() asks for all conditions together: one that holds makes up for none that does not', async () => {
    expect((await ask({ permission: 'org:posts:delete', role: 'org:editor' }, as(member))).status).toBe(200)
    expect((await ask({ permission: 'org:posts:delete', role: 'org:admin' }, as(member))).status).toBe(403)
    expect((await ask({ role: 'org:editor', plan: 'gold' }, as(member))).status).toBe(403)
  })

  test('requireAuth() asks people once more who they are, where their sign-in is too old, and after the other conditions', async () => {
    const options = { permission: 'org:posts:delete', reverification: 'strict' } as const
    expect((await ask(options, as({ ...member, fva: [9, -1] }))).body).toBe('reached')
    const old = await ask(options, as({ ...member, fva: [10, -1] }))
    expect([old.status, old.headers.get('vary'), old.headers.get('cache-control'), JSON.parse(old.body)]).toEqual([
      403,
      'Accept',
      'no-store',
      { clerk_error: { type: 'forbidden', reason: 'reverification-error', metadata: { reverification: 'strict' } } },
    ])
    expect(await ask(options, as({ ...member, fva: [10, -1] }, browser))).toMatchObject({
      status: 403,
      type: 'text/plain; charset=utf-8',
      body: 'Your sign-in is too old for this. Show once more who you are.',
    })
    expect(JSON.parse((await ask(options, as({ fva: [10, -1] }))).body)).toMatchObject({
      errors: [{ code: 'authorization_invalid' }],
    })
    expect((await ask(options)).status).toBe(302)
  })

  test.each([
    undefined,
    null,
    '',
    'stric',
    {},
    { level: 'first_factor' },
    { level: 'third_factor', afterMinutes: 1 },
    { level: 'first_factor', afterMinutes: 0 },
  ])('a reverification of %j, which asks for nothing, stops the start', (reverification) => {
    expect(() => requireAuth({ reverification } as RequireAuthOptions)).toThrow(/reverification must be 'strict'/)
  })

  test('a condition that is missing by mistake stops the start, and lets nobody through', () => {
    const permissions: Record<string, string> = {}
    for (const faulty of [{ permission: permissions.delte! }, { permission: '' }, { role: 1 as unknown as string }])
      expect(() => requireAuth(faulty)).toThrow(/must be a text/)
    expect(() => requireAuth({ unauthenticated: '403' as '401' })).toThrow("'redirect', '401' or 'auto'")
  })

  test('a condition that is misspelt, or stands where it guards nothing, stops the start', () => {
    expect(() => requireAuth({ permisson: 'org:posts:delete' } as object)).toThrow(/requireAuth\(\): .*Did you mean permission\?/)
    expect(() => requireAuth({ reverifcation: 'strict' } as object)).toThrow(/Did you mean reverification\?/)
    expect(() => clerkMiddleware({ role: 'org:admin' } as object)).toThrow(/role is an option of requireAuth\(\)/)
  })

  test('options that are made for each request are told by name, too', async () => {
    const typed = `publishableKey${_.at(-1)}` // what was told is told once
    const lines: string[] = []
    const logged = vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
    const app: Express = express().use(clerkMiddleware(() => ({ [typed]: liveKey }) as object))
    const server = await listening(app)
    servers.push(server)
    await fetch(server.origin, { headers: { connection: 'close' } })
    await fetch(server.origin, { headers: { connection: 'close' } })
    logged.mockRestore()
    expect(lines.filter((line) => line.includes(typed))).toEqual([expect.stringContaining('Did you mean publishableKey?')])
  })
})
