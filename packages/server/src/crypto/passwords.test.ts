import { ApiError } from '@frontdesk/contract'
import { hash } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { testPassword, testServer } from '../testing/test-server.js'
import { createPasswords, threadsOf } from './passwords.js'

test('attack: stolen digests are tried at leisure; each guess costs argon2id with 19 MiB and two passes', async () => {
  const digest = await createPasswords().hash(testPassword)
  const [, algorithm, version, parameters] = digest.split('$')
  const { m, t, p } = Object.fromEntries(parameters!.split(',').map((pair) => pair.split('=')))
  expect([algorithm, version]).toEqual(['argon2id', 'v=19'])
  expect(Number(m)).toBeGreaterThanOrEqual(19 * 1024)
  expect([t, p]).toEqual(['2', '1'])
})

test.each([
  [undefined, 4],
  ['8', 8],
  ['8\r\n', 8],
  ['"8"', 1],
  ['', 1],
  ['0', 1],
  ['many', 1],
  ['-2', 1024],
  ['5000', 1024],
])('UV_THREADPOOL_SIZE %j makes %i threads, as libuv reads it', (size, threads) => {
  expect(threadsOf(size)).toBe(threads)
})

test('equal passwords have different digests, and a digest fits only its own password', async () => {
  const passwords = createPasswords()
  const [one, other] = await Promise.all([passwords.hash(testPassword), passwords.hash(testPassword)])
  expect(one).not.toBe(other)
  expect(await passwords.verify(testPassword, one)).toBe('fits')
  for (const wrong of ['', ` ${testPassword}`, testPassword.toUpperCase(), `${testPassword}\0`, testPassword.slice(0, -1)])
    expect(await passwords.verify(wrong, one), JSON.stringify(wrong)).toBe(false)
})

describe('a password typed on another device', () => {
  const passwords = createPasswords()
  const composed = 'Übergrößen Café 9'.normalize('NFC')
  const spellings = { composed, decomposed: composed.normalize('NFD'), spaced: composed.replaceAll(' ', '\u00a0') }

  test.each(Object.entries(spellings))(
    'a password typed on a device that writes it %s is the same password',
    async (_, typed) => {
      for (const other of Object.values(spellings))
        expect(await passwords.verify(typed, await passwords.hash(other))).toBe('fits')
      expect(await passwords.verify(`${typed}e`, await passwords.hash(composed))).toBe(false)
    },
  )

  const hashedEarlier = (typed: string) => hash(typed, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

  test('a password opens what an earlier version hashed as it was typed, and asks for another digest of it', async () => {
    for (const other of Object.values(spellings)) {
      expect(await passwords.verify(other, await hashedEarlier(composed))).toBe('fits')
      expect(await passwords.verify(other, await hashedEarlier(spellings.decomposed))).toBe('outdated')
    }
    expect(await passwords.verify(spellings.spaced, await hashedEarlier(spellings.spaced))).toBe('outdated')
    expect(await passwords.verify(spellings.spaced.normalize('NFD'), await hashedEarlier(spellings.spaced))).toBe('outdated')
  })

  test('attack: unknown accounts answer faster; they are compared with as many spellings', async () => {
    const digest = await passwords.hash(testPassword)
    const costOf = async (compared: string | null) => {
      const before = process.cpuUsage().user
      for (let round = 0; round < 20; round++) await passwords.verify(spellings.decomposed, compared)
      return process.cpuUsage().user - before
    }
    await costOf(digest)
    expect((await costOf(null)) / (await costOf(digest))).toBeGreaterThan(0.7)
  })
})

test("no password fits where there is no digest, or one that can't be read", async () => {
  const passwords = createPasswords()
  for (const digest of [null, '', '$argon2id$', '$argon2id$v=19$m=19456,t=2,p=1$$', 'plain'])
    expect(await passwords.verify('', digest), String(digest)).toBe(false)
})

test('attack: a flood of hashes starves the process; more than the queue holds is answered 429', async () => {
  const passwords = createPasswords(1, 2)
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.hash(testPassword)))
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
  const refusal = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))[0]
  expect(refusal).toBeInstanceOf(ApiError)
  expect(refusal).toMatchObject({ status: 429, retryAfterSeconds: 1 })
  expect(await passwords.hash(testPassword)).toContain('$argon2id$') // room again
})

test('attack: slow hashes hold the write lock; no password is hashed or compared inside a transaction', async () => {
  const server = await testServer('sqlite')
  const { db, passwords } = server.instance
  const { hash, verify } = passwords
  // Inside a transaction the only connection would be taken, and this would wait for ever.
  const needFreeDatabase = () => db.selectFrom('users').select('id').execute()
  passwords.hash = async (password) => needFreeDatabase().then(() => hash(password))
  passwords.verify = async (password, digest) => needFreeDatabase().then(() => verify(password, digest))

  await server.browser().signUp('jane@example.com')
  const browser = server.browser()
  await browser.signIn('jane@example.com')
  const resetting = server.browser()
  const strategy = 'reset_password_email_code'
  const { body } = await resetting.call('POST', '/client/sign_ins', { identifier: 'jane@example.com', strategy })
  const path = `/client/sign_ins/${body.response.id}`
  const code = await server.mailbox.lastCode('jane@example.com')
  await resetting.call('POST', `${path}/attempt_first_factor`, { strategy, code })
  const done = await resetting.call('POST', `${path}/reset_password`, { password: 'another password' })
  expect(done.body.response.status).toBe('complete')
  await server.close()
}, 10_000)
