/**
 * Apps of the kinds that run on Clerk, moved by the words of the page about it, from sign-up to sign-out. Their code is as it was: what may
 * differ is `package.json`, the environment and the server.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createClerkClient } from '../../packages/backend/src/index.js'
import { pack } from '../packaging/packed.js'
import { type MovedApp, moveApp } from './moved-app.js'

const packed = pack()
const patience = { timeout: 300_000 } // each app is installed first

async function moved(name: string, serverEnv?: Record<string, string>): Promise<MovedApp> {
  const app = await moveApp(packed, name, serverEnv)
  onTestFinished(async () => {
    expect(codeOf(app.folder, name)).toEqual(codeOf(fileURLToPath(new URL(`moved/${name}`, import.meta.url)), name))
    expect(app.output()).not.toMatch(/looked up|clerk\.(com|dev)/)
    await app.close()
  })
  return app
}

/** Every file of an app's own but `package.json`. */
const codeOf = (folder: string, name: string) =>
  readdirSync(fileURLToPath(new URL(`moved/${name}`, import.meta.url)), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!package)\.(js|ts|json)$/.test(file))
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')])

test('TypeScript on @clerk/express 1 moves: it compiles, and guards its routes', patience, async () => {
  const app = await moved('typescript')
  expect(await app.run('tsc')).toBe('')
  await app.start()
  expect(await app.get('/')).toEqual([200, { signedIn: false }])
  expect(await app.get('/profile')).toEqual([302, '/login'])

  const email = await app.visitor.signUp()
  expect(await app.get('/')).toEqual([200, { signedIn: true }])
  expect(await app.get('/profile')).toEqual([200, { id: expect.stringMatching(/^user_/), email }])
  expect(await app.get('/notes')).toEqual([200, []])
  expect(await app.get('/stats')).toEqual([200, { users: 1 }])
  const body = JSON.stringify({ token: await app.token() })
  const verified = await fetch(`${app.origin}/verify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(await verified.json()).toEqual({ subject: expect.stringMatching(/^user_/) })

  await app.visitor.post('/sign-out')
  expect(await app.get('/')).toEqual([200, { signedIn: false }])
  expect(await app.get('/notes')).toEqual([302, '/login'])
})

test('CommonJS on @clerk/clerk-sdk-node 5 moves: its middlewares, its client and its error handler', patience, async () => {
  const app = await moved('commonjs')
  await app.start()
  expect(await app.get('/')).toEqual([200, { userId: null, claims: null }])
  expect(await app.get('/protected')).toEqual([401, 'Unauthenticated!'])

  const email = await app.visitor.signUp()
  const [, { userId }] = (await app.get('/')) as [number, { userId: string }]
  expect(await app.get('/protected')).toEqual([200, userId])
  expect(await app.get('/user')).toEqual([200, { email }])
  expect(await app.get('/users')).toEqual([200, { totalCount: 1, ids: [userId] }])
  expect(await app.get('/verify', await app.token())).toEqual([200, userId])

  await app.visitor.post('/sign-out')
  expect(await app.get('/protected')).toEqual([401, 'Unauthenticated!'])
})

test('roles in metadata move: they are claims of the token, by a setting', patience, async () => {
  const template = { metadata: '{{user.public_metadata}}', email: '{{user.primary_email_address}}' }
  const app = await moved('roles', { FRONTDESK_SESSION_CLAIMS: JSON.stringify(template) })
  await app.start()
  expect(await app.get('/api/admin')).toEqual([401, { error: 'Unauthorized' }])

  const email = await app.visitor.signUp()
  expect(await app.get('/api/whoami')).toEqual([200, { email, role: null }])
  expect(await app.get('/api/admin')).toEqual([403, { error: 'Forbidden' }])
  const { payload } = readToken(await app.token())
  const promoted = await fetch(`${app.origin}/internal/promote/${payload.sub}`, { method: 'POST' })
  expect(await promoted.json()).toEqual({ role: 'admin' })
  const token = await app.token() // the next one has it
  expect(await app.get('/api/admin', token)).toEqual([200, { secret: 42 }])
  expect(await app.get('/api/whoami', token)).toEqual([200, { email, role: 'admin' }])

  await app.visitor.post('/sign-out')
  expect(await app.get('/api/admin')).toEqual([401, { error: 'Unauthorized' }])
})

const readToken = (token: string) => ({
  payload: JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string },
})

test('users in a table of the app’s own move: user.created arrives, signed for svix', patience, async () => {
  const app = await moved('webhook', { FRONTDESK_PRIVATE_HOSTS: 'localhost' })
  const keys = Object.fromEntries(
    (await app.run('frontdesk', 'keys', '--port', new URL(app.server).port)).split('\n').map((line) => line.split(/=(.*)/s)),
  )
  const desk = createClerkClient({ secretKey: keys.CLERK_SECRET_KEY, apiUrl: `${app.server}/__clerk/api` })
  const endpoint = await desk.webhookEndpoints.create({ url: `${app.origin}/api/webhooks/clerk`, events: ['user.created'] })
  await app.start({ CLERK_WEBHOOK_SECRET: endpoint.secret! }) // shown when it is made
  const forged = await fetch(endpoint.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  expect(forged.status).toBe(400)

  const email = await app.visitor.signUp()
  await expect.poll(() => app.get('/me'), { timeout: 30_000 }).toEqual([200, { email }])

  await app.visitor.post('/sign-out')
  expect(await app.get('/me')).toEqual([302, '/login'])
})
