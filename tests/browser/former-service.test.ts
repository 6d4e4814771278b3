/** Somebody comes back after an app has moved here, with the cookies that its former service left in their browser. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startQuickstart } from './quickstart.js'
import type { Visitors } from './visitors.js'

const issuer = 'https://clerk.example.com'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let keys: Server
let quickstart: Visitors

beforeAll(async () => {
  keys = createServer((_, response) => {
    response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'former' }] }))
  })
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(keys.address() as AddressInfo).port}`
  quickstart = await startQuickstart({
    FRONTDESK_PRIVATE_HOSTS: host,
    FRONTDESK_MIGRATION_JWKS_URL: `http://${host}/.well-known/jwks.json`,
    FRONTDESK_MIGRATION_ISSUER: issuer,
    FRONTDESK_MIGRATION_UNTIL: '2099-01-01',
  })
})
afterAll(async () => {
  await quickstart?.close()
  await new Promise((resolve) => keys.close(resolve))
})

function formerToken(sub: string, sid: string): string {
  const iat = Math.floor(Date.now() / 1000) - 3600
  const [header, claims] = [
    { alg: 'RS256', typ: 'JWT', kid: 'former' },
    { iss: issuer, sub, sid, iat, exp: iat + 60, sts: 'active', v: 2 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const content = `${header}.${claims}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
}

test('who was signed in at the former service reaches a guarded page without a form, and stays', async () => {
  const first = await quickstart.visitor()
  await quickstart.signUp(first, 'moved@example.com')
  const own = (await first.context.cookies()).find(({ name }) => name === '__session')!
  const { sub } = JSON.parse(Buffer.from(own.value.split('.')[1]!, 'base64url').toString())
  await first.close()

  const visitor = await quickstart.visitor()
  const url = quickstart.origin
  const uat = String(Math.floor(Date.now() / 1000) - 86_400)
  const token = formerToken(sub, 'sess_former')
  await visitor.context.addCookies([
    { name: '__session', value: token, url },
    { name: '__session_Former12', value: token, url },
    { name: '__client_uat', value: uat, url },
    { name: '__client_uat_Former12', value: uat, url },
  ])
  await visitor.page.goto(`${url}/protected`)
  await visitor.page.getByText('This is a protected route').waitFor()
  await visitor.page.goto(`${url}/user`)
  await visitor.page.getByText('moved@example.com').first().waitFor()
  expect(visitor.faults).toEqual([])
  await visitor.close()

  const thief = await quickstart.visitor()
  await thief.context.addCookies([
    { name: '__session', value: token, url },
    { name: '__client_uat', value: uat, url },
  ])
  await thief.page.goto(`${url}/protected`)
  await thief.page.getByRole('button', { name: 'Continue', exact: true }).waitFor()
  await thief.close()
})
