import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.js'

describe('attack: somebody calls the Backend API', () => {
  let server: TestServer
  let userId: string
  beforeAll(async () => {
    server = await testServer('sqlite')
    userId = (await server.browser().signUp('jane@example.com')).created_user_id
  })
  afterAll(() => server.close())

  const secretKey = () => server.instance.keys.secretKey.reveal()
  const answers = async (authorization: string) => {
    const read = await server.backend('GET', `/users/${userId}`, undefined, { authorization })
    const removed = await server.backend('DELETE', `/users/${userId}`, undefined, { authorization })
    return [read, removed].map(({ status, body }) => `${status} ${body.errors?.[0]?.code}`)
  }

  test.each([
    ['another key', () => 'Bearer sk_live_0'],
    ['all of the key but its end', () => `Bearer ${secretKey().slice(0, -1)}`],
    ['the key and something behind it', () => `Bearer ${secretKey()}x`],
    ['the publishable key', () => `Bearer ${server.instance.keys.publishableKey}`],
  ])('a Backend API call with %s is refused as having the wrong key', async (_, authorization) => {
    expect(await answers(authorization())).toEqual(Array(2).fill('401 clerk_key_invalid'))
  })

  test.each([
    ['nothing', () => ''],
    ['no key', () => 'Bearer'],
    ['the key alone', secretKey],
    ['the key as a password', () => `Basic ${secretKey()}`],
    ['two keys', () => `Bearer ${secretKey()} ${secretKey()}`],
  ])('a Backend API call with %s is refused for its Authorization header', async (_, authorization) => {
    expect(await answers(authorization())).toEqual(Array(2).fill('401 authorization_header_format_invalid'))
  })

  test('a Backend API call with the key is answered, however Bearer is written', async () => {
    expect(await answers(`bearer ${secretKey()}`)).toEqual(['200 undefined', '200 undefined'])
  })
})
