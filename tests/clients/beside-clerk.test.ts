/** `@clerk/express` and `@frontdesk/express` in one app, as while moving from one to the other: neither takes the other's word. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import * as ours from '@frontdesk/express'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { liveKey, pem, token } from '../../packages/backend/src/testing/desk.js'

const theirs = createRequire(import.meta.url)('@clerk/express') as Pick<typeof ours, 'clerkMiddleware' | 'getAuth'> // the same names
const settings = { publishableKey: liveKey, jwtKey: pem, secretKey: 'sk_live_1' }

afterEach(() => vi.restoreAllMocks())

async function ask(...handlers: RequestHandler[]): Promise<string> {
  const app = express()
  app.use(...handlers)
  app.use((error: Error, _q: Request, response: Response, _n: NextFunction) => void response.send(`refused: ${error.message}`))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const headers = { authorization: `Bearer ${token()}`, connection: 'close' }
  const text = await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text()
  await new Promise((resolve) => server.close(resolve))
  return text
}

const show =
  (getAuth: typeof ours.getAuth): RequestHandler =>
  (req, res) =>
    void res.send(getAuth(req).userId)

test('ours after theirs warns, decides anew, and answers for our getAuth() alone', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const both = [theirs.clerkMiddleware(settings), ours.clerkMiddleware(settings)]
  expect(await ask(...both, show(ours.getAuth))).toBe('user_1')
  expect(warn.mock.calls.flat().filter((line) => String(line).includes('`req.auth`'))).toHaveLength(1)
  expect(await ask(...both, show(theirs.getAuth))).toMatch(/^refused: /)
})

test('theirs alone is not enough for our getAuth(), nor ours for theirs', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(await ask(theirs.clerkMiddleware(settings), show(ours.getAuth))).toMatch(/^refused: .*another library/)
  expect(await ask(ours.clerkMiddleware(settings), show(theirs.getAuth))).toMatch(/^refused: /)
  expect(await ask(ours.clerkMiddleware(settings), theirs.clerkMiddleware(settings), show(ours.getAuth))).toMatch(/^refused: /)
})
