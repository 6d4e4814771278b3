/** Where passwords, codes, tokens and keys must not turn up: in logs, in answers to failures, in the database, in files others can read. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { Tables } from './database/tables.js'
import { createFrontdesk } from './server.js'
import { engines, type TestServer, testOrigin, testPassword, testServer } from './testing/test-server.js'

const emailAddress = 'jane@example.com'
const newPassword = 'an even better password'

test('attack: somebody who reads the logs of a production server reads its secrets', async () => {
  const server = await testServer('sqlite', { environment: 'production' })
  const secrets = await journey(server)
  await server.instance.deliveries.deliver() // there is no mail server: that is logged
  await provokeFailure(server)

  const logged = inspect(server.logs, { depth: Number.POSITIVE_INFINITY, maxStringLength: null })
  expect(server.logs.some((line) => line.message === 'Request failed')).toBe(true)
  for (const [name, secret] of Object.entries(secrets)) expect(logged.includes(secret), name).toBe(false)
  await server.close()
})

test('attack: a failure tells strangers how we are built', async () => {
  const server = await testServer('sqlite')
  await journey(server)
  const answer = await provokeFailure(server)
  expect(answer.status).toBe(500)
  const text = await answer.text()
  expect(JSON.parse(text)).toMatchObject({
    errors: [{ code: 'internal_clerk_error' }],
    clerk_trace_id: server.logs.at(-1)?.traceId,
  })
  expect(text).not.toMatch(/sqlite|sign_ins|select|\.ts|node_modules/i)
  await server.close()
})

test('the instance and its options print without secrets', async () => {
  const server = await testServer('sqlite')
  const printed = `${inspect(server.instance.keys)} ${JSON.stringify(server.instance.keys)} ${inspect(server.instance.options)}`
  expect(printed).not.toContain(server.instance.keys.secretKey.reveal())
  expect(printed).not.toContain('a key for tests')
  await server.close()
})

test.each(engines)('attack: somebody who steals the database, on %s, has the keys, codes and mail in it', async (engine) => {
  const server = await testServer(engine)
  const { privateKey } = await server.instance.keyRing.signingKey()
  const { d } = privateKey.export({ format: 'jwk' })
  const pending = server.browser()
  const { body } = await pending.call('POST', '/client/sign_ups', { email_address: 'open@example.com', password: testPassword })
  await pending.call('POST', `/client/sign_ups/${body.response.id}/prepare_verification`)
  const code = await server.mailbox.lastCode('open@example.com')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().split('\n')[2]!
  const secrets = { ...(await journey(server)), privateKey: d!, pem, mail: 'Enter this code' }

  const dump = await dumpOf(server)
  expect(dump).toContain(emailAddress)
  for (const [name, secret] of Object.entries(secrets)) {
    if (name !== 'code') expect(dump.includes(secret), name).toBe(false) // six digits may stand anywhere
    expect(dump.includes(Buffer.from(secret).toString('base64url')), `${name}, encoded`).toBe(false)
  }

  // Nor do a million guesses read the code: every bare hash of it is another than what is stored.
  const subject = `${body.response.id} open@example.com`
  for (const guess of [code, `${subject} ${code}`, JSON.stringify(['sign_up_email_code', `${subject} ${code}`])])
    for (const encoding of ['base64url', 'hex'] as const)
      expect(dump.includes(createHash('sha256').update(guess).digest(encoding))).toBe(false)
  await server.close()
})

test('attack: a cookie planted before signing in opens the session afterwards (session fixation)', async () => {
  const server = await testServer('sqlite')
  await server.browser().signUp(emailAddress)
  const attacker = server.browser()
  await attacker.call('POST', '/client')
  const planted = attacker.cookies.get(server.clientCookie)!

  const victim = server.browser()
  victim.cookies.set(server.clientCookie, planted)
  const first = await victim.signIn(emailAddress)
  expect(victim.cookies.get(server.clientCookie)).not.toBe(planted)
  expect((await attacker.call('GET', '/client')).body.response).toBeNull()
  expect((await attacker.call('POST', `/client/sessions/${first.created_session_id}/tokens`)).status).toBe(401)

  await victim.call('DELETE', '/client/sessions')
  const before = victim.cookies.get(server.clientCookie)
  const second = await victim.signIn(emailAddress)
  expect(second.created_session_id).not.toBe(first.created_session_id)
  expect(victim.cookies.get(server.clientCookie)).not.toBe(before)
  await server.close()
})

test('attack: a forged Host puts a foreign address into mail', async () => {
  const server = await testServer('sqlite', { trustedProxies: 1 })
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }
  const browser = server.browser()
  const { body } = await browser.call(
    'POST',
    '/client/sign_ups',
    { email_address: emailAddress, password: testPassword },
    headers,
  )
  await browser.call('POST', `/client/sign_ups/${body.response.id}/prepare_verification`, {}, headers)
  const [mail] = await server.mailbox.all()
  expect(mail?.to).toBe(emailAddress)
  expect(JSON.stringify(mail)).not.toContain('evil')
  expect(mail!.html).not.toContain('http')
  await server.close()
})

test('the encryption key is made once, only for its owner, and another one opens nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-key-'))
  const start = async (encryptionKey?: string) => {
    const frontdesk = createFrontdesk({ databaseUrl: `sqlite:${join(folder, 'data', 'f.db')}`, encryptionKey, log: () => {} })
    try {
      return (await frontdesk.ready()).keys.secretKey.reveal()
    } finally {
      await frontdesk.close().catch(() => {})
    }
  }
  const secretKey = await start()
  const path = join(folder, 'data', 'encryption.key')
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
  expect(readFileSync(path, 'utf8').length).toBeGreaterThanOrEqual(43)
  expect(await start()).toBe(secretKey)
  await expect(start('another key, also of 32 characters')).rejects.toThrow(/encryption key is not the one/)
  expect(() => createFrontdesk({ encryptionKey: 'too short' })).toThrow(/encryptionKey/)
  rmSync(folder, { recursive: true })
})

/** Signs up, fails to sign in, signs in, resets the password and fetches a token; answers every secret that was in play. */
async function journey(server: TestServer): Promise<Record<string, string>> {
  const browser = server.browser()
  await browser.signUp(emailAddress, { first_name: 'Jane' })
  const oldSession = browser.cookies.get('__session')!
  const other = server.browser()
  await other.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy: 'password', password: 'wrong but secret' })
  await other.signIn(emailAddress)

  const resetting = server.browser()
  const strategy = 'reset_password_email_code'
  const { body } = await resetting.call('POST', '/client/sign_ins', { identifier: emailAddress, strategy })
  const code = await server.mailbox.lastCode(emailAddress)
  await resetting.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, { strategy, code })
  await resetting.call('POST', `/client/sign_ins/${body.response.id}/reset_password`, { password: newPassword })
  const client = (await resetting.call('GET', '/client')).body.response
  const { body: token } = await resetting.call('POST', `/client/sessions/${client.last_active_session_id}/tokens`)
  await server.backend('GET', '/users?limit=wrong')
  return {
    password: testPassword,
    wrongPassword: 'wrong but secret',
    newPassword,
    code,
    sessionToken: token.jwt,
    oldSession,
    clientSecret: resetting.cookies.get(server.clientCookie)!,
    secretKey: server.instance.keys.secretKey.reveal(),
  }
}

/** A sign-in with everything secret in it, while the database has lost a table. */
async function provokeFailure(server: TestServer): Promise<Response> {
  await server.instance.db.schema.alterTable('sign_ins').renameTo('sign_ins_gone').execute()
  return server.request(`/__clerk/v1/client/sign_ins?secret=${encodeURIComponent(testPassword)}`, {
    method: 'POST',
    headers: { origin: testOrigin, cookie: `${server.clientCookie}=a-secret`, 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: emailAddress, password: newPassword, strategy: 'password' }),
  })
}

async function dumpOf({ instance: { db } }: TestServer): Promise<string> {
  const tables = (await db.introspection.getTables()).map((table) => table.name as keyof Tables)
  expect(tables.length).toBeGreaterThan(12)
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}
