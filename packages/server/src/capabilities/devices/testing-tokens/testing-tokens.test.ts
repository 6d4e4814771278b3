import { expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const tight = { rateLimits: { attemptsPerMinute: 1, messagesPerMinute: 1 } }

async function statusesWith(server: TestServer, token: string): Promise<number[]> {
  const statuses = []
  for (let i = 0; i < 3; i++)
    statuses.push(
      (await server.browser().call('POST', `/client/sign_ins?__clerk_testing_token=${encodeURIComponent(token)}`)).status,
    )
  return statuses
}

test('a testing token lifts the rate limits for an hour', async () => {
  const server = await testServer('sqlite', tight)
  const { body } = await server.backend('POST', '/testing_tokens')
  expect(body).toEqual({ object: 'testing_token', token: expect.any(String), expires_at: server.clock.now() / 1000 + 3600 })
  expect(await statusesWith(server, body.token)).toEqual([200, 200, 200])
  server.clock.advance(3600_000)
  expect(await statusesWith(server, body.token)).toEqual([200, 429, 429])
  await server.close()
})

test.each(engines)(
  'on %s a testing token has a mailbox sent any number of codes, until the guesses at them are used up',
  async (engine) => {
    const server = await testServer(engine, { rateLimits: {} })
    const { token } = (await server.backend('POST', '/testing_tokens')).body
    const query = `__clerk_testing_token=${encodeURIComponent(token)}`
    const browser = server.browser()
    const fields = { email_address: 'ada@example.com', password: testPassword }
    const path = `/client/sign_ups/${(await browser.call('POST', `/client/sign_ups?${query}`, fields)).body.response.id}`
    const statuses = []
    for (let code = 0; code < 7; code++) {
      statuses.push((await browser.call('POST', `${path}/prepare_verification?${query}`, { strategy: 'email_code' })).status)
      const guess = { strategy: 'email_code', code: '000000' }
      if (code > 0) for (let i = 0; i < 3; i++) await browser.call('POST', `${path}/attempt_verification?${query}`, guess)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429])
    await server.close()
  },
)

test.each(['', 'forged', 'v1.', `v1.${'A'.repeat(80)}`])('the made-up testing token %j lifts nothing', async (token) => {
  const server = await testServer('sqlite', tight)
  expect(await statusesWith(server, token)).toEqual([200, 429, 429])
  await server.close()
})

test('what was sealed for another purpose is no testing token', async () => {
  const server = await testServer('sqlite', tight)
  expect(await statusesWith(server, server.instance.vault.seal('99999999999', 'secret_key'))).toEqual([200, 429, 429])
  await server.close()
})

test('a production instance honours no testing token', async () => {
  const server = await testServer('sqlite', { ...tight, environment: 'production' })
  const { token } = (await server.backend('POST', '/testing_tokens')).body
  expect(await statusesWith(server, token)).toEqual([200, 429, 429])
  await server.close()
})
