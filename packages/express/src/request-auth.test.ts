/** Whose `req.auth` is trusted: ours, of whatever copy of the package, and no other library's. */
import type { RequestHandler } from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask } from '../../../tests/environment/ask.js'
import { liveKey, pem } from '../../backend/src/testing/desk.js'

const settings = { publishableKey: liveKey, jwtKey: pem }
const warnings: string[] = []
beforeEach(() => {
  warnings.length = 0
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line))
})
afterEach(() => vi.restoreAllMocks())

/** As npm may install it: two versions side by side, each with modules of its own. */
async function copyOfPackage() {
  vi.resetModules()
  return import('./index.js')
}

const sets =
  (auth: unknown): RequestHandler =>
  (request, _response, next) => {
    Object.assign(request, { auth })
    next()
  }

describe('two copies of the package', () => {
  test('two copies of the package share what the first has found out, without a warning', async () => {
    const [one, two] = [await copyOfPackage(), await copyOfPackage()]
    expect(one.clerkMiddleware).not.toBe(two.clerkMiddleware)
    const answer = await ask(
      one.clerkMiddleware(settings),
      two.clerkMiddleware(settings),
      two.requireAuth(settings),
      (req, res) => {
        res.send([one.getAuth(req).userId, two.getAuth(req).userId, req.auth.userId].join())
      },
    )
    expect([answer, warnings]).toEqual(['user_1,user_1,user_1', []])
  })
})

describe('the auth of another library', () => {
  const impostors = {
    'a function': () => ({ userId: 'user_evil', isAuthenticated: true }),
    'an object': { userId: 'user_evil', has: () => true },
    'a function with another brand': Object.assign(() => ({ userId: 'user_evil' }), {
      [Symbol.for('@clerk/express.auth')]: true,
    }),
    'an object with our brand': { userId: 'user_evil', [Symbol.for('frontdesk.auth')]: true },
  }

  test.each(Object.entries(impostors))('the auth of another library that is %s signs nobody in', async (_, impostor) => {
    const { getAuth, requireAuth } = await copyOfPackage()
    const show: RequestHandler = (req, res) => void res.send(getAuth(req).userId)
    expect(await ask(sets(impostor), show)).toContain('does not trust the `req.auth` of another library')
    expect(await ask(sets(impostor), requireAuth(settings), show)).toBe('user_1')
  })

  test('the auth of another library is overwritten with one warning, however many requests there are', async () => {
    const { clerkMiddleware, getAuth } = await copyOfPackage()
    for (let request = 0; request < 3; request++)
      await ask(sets({ userId: 'theirs' }), clerkMiddleware(settings), (req, res) => void res.send(getAuth(req).userId))
    expect(warnings).toEqual([expect.stringContaining('Another middleware has set `req.auth`')])
  })

  test('the auth of another library that comes later is noticed where it would be taken for ours', async () => {
    const { clerkMiddleware, getAuth } = await copyOfPackage()
    const answer = await ask(
      clerkMiddleware(settings),
      sets(() => ({ userId: 'user_evil' })),
      (req, res) => {
        res.send(getAuth(req).userId)
      },
    )
    expect(answer).toContain('does not trust')
  })
})
