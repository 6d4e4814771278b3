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
  async function timeOf(work: (timed: Instance) => Promise<unknown>): Promise<number> {
    const begun = performance.now()
    await inEvenTime(server.instance, work).catch(() => {})
    return performance.now() - begun
  }

  test('an answer, and a refusal, come no sooner than others with more to do', async () => {
    expect(await timeOf(async () => {})).toBeGreaterThan(24)
    expect(await timeOf(() => Promise.reject(new Error('refused')))).toBeGreaterThan(24)
  })

  test('time spent on hashing does not shorten the even time of an answer', async () => {
    let hashingMs = 0
    const wholeMs = await timeOf(async ({ passwords }) => {
      const begun = performance.now()
      await passwords.hash('correct horse battery staple')
      hashingMs = performance.now() - begun
    })
    expect(wholeMs - hashingMs).toBeGreaterThan(24)
  })
})
