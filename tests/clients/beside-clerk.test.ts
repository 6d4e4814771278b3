/** `@clerk/express` and `@frontdesk/express` in one app, as while moving from one to the other: neither takes the other's word. */
import { createRequire } from 'node:module'
import * as ours from '@frontdesk/express'
import type { RequestHandler } from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { liveKey, pem } from '../../packages/backend/src/testing/desk.js'
import { ask } from '../environment/ask.js'

const theirs = createRequire(import.meta.url)('@clerk/express') as Pick<typeof ours, 'clerkMiddleware' | 'getAuth'> // the same names
const settings = { publishableKey: liveKey, jwtKey: pem, secretKey: 'sk_live_1' }

afterEach(() => vi.restoreAllMocks())

const show =
  (getAuth: typeof ours.getAuth): RequestHandler =>
  (req, res) =>
    void res.send(getAuth(req).userId)

test('our middleware after Clerk’s warns, decides by itself, and answers only for our getAuth()', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const both = [theirs.clerkMiddleware(settings), ours.clerkMiddleware(settings)]
  expect(await ask(...both, show(ours.getAuth))).toBe('user_1')
  expect(warn.mock.calls.flat().filter((line) => String(line).includes('`req.auth`'))).toHaveLength(1)
  expect(await ask(...both, show(theirs.getAuth))).toMatch(/^refused: /)
})

test('Clerk’s middleware by itself is not enough for our getAuth(), and ours is not enough for Clerk’s', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(await ask(theirs.clerkMiddleware(settings), show(ours.getAuth))).toMatch(/^refused: .*another library/)
  expect(await ask(ours.clerkMiddleware(settings), show(theirs.getAuth))).toMatch(/^refused: /)
  expect(await ask(ours.clerkMiddleware(settings), theirs.clerkMiddleware(settings), show(ours.getAuth))).toMatch(/^refused: /)
})
