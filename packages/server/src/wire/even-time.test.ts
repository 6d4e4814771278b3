import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instance } from '../start/instance.js'
import { type TestServer, testServer } from '../testing/test-server.js'
import { inEvenTime } from './even-time.js'

describe('attack: how long an answer takes tells whether there is an account', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { enumerationProtection: true })
  })
  afterAll(() => server.close())

  /** Milliseconds, whatever comes of the work. */
  async function timeOf(work: (timed: Instance) => Promise<unknown>, instance = server.instance): Promise<number> {
    const begun = performance.now()
    await inEvenTime(instance, work).catch(() => {})
    return performance.now() - begun
  }

  // A timer of 25 ms may end a moment early.
  const leastMs = 23

  test('an answer, and a refusal, come no sooner than others with more to do', async () => {
    expect(await timeOf(async () => {})).toBeGreaterThan(leastMs)
    expect(await timeOf(() => Promise.reject(new Error('refused')))).toBeGreaterThan(leastMs)
  })

  test('time spent on hashing does not shorten the even time of an answer', async () => {
    const { passwords } = server.instance
    let hashingMs = 0
    async function hash(password: string): Promise<string> {
      const begun = performance.now()
      const digest = await passwords.hash(password)
      hashingMs = performance.now() - begun // less than what a clock around this call counts
      return digest
    }
    const hashing = { ...server.instance, passwords: { ...passwords, hash } }
    const wholeMs = await timeOf((timed) => timed.passwords.hash('correct horse battery staple'), hashing)
    expect(wholeMs - hashingMs).toBeGreaterThan(leastMs)
  })
})
