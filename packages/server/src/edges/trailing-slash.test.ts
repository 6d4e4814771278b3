import { backendApi, frontendApi, type Operation } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../testing/test-server.js'

const operationsOf = (api: Record<string, Record<string, Operation>>) =>
  Object.values(api).flatMap((group): Operation[] => Object.values(group))

describe.each(engines)('a path that ends in a slash on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('a path that ends in a slash adds an address, as clerk-js asks for it', async () => {
    const browser = server.browser()
    await browser.signUp()
    const before = (await server.events()).length
    const answer = await browser.call('POST', '/me/email_addresses/', { email_address: 'second@example.com' })
    expect(answer.status).toBe(200)
    expect(answer.body.response).toMatchObject({ object: 'email_address', email_address: 'second@example.com' })
    expect(answer.cookies).toEqual([])
    expect((await server.events()).slice(before)).toEqual(['user.updated'])
    const { id } = answer.body.response
    expect((await browser.call('DELETE', `/me/email_addresses/${id}/`)).body.response).toMatchObject({ id, deleted: true })
  })

  test('a path that ends in a slash is the same operation on both APIs', async () => {
    const asked = [
      ...operationsOf(frontendApi).map(({ method, path }) => [method, `/__clerk/v1${path}`] as const),
      ...operationsOf(backendApi).map(({ method, path }) => [method, `/__clerk/api/v1${path}`] as const),
    ]
    for (const [method, path] of asked) {
      // A foreign origin and a missing secret key are refused only where there is an operation.
      const send = (at: string) => server.request(at, { method, headers: { origin: 'https://foreign.example' } })
      const [bare, slashed] = [await send(path), await send(`${path}/`)]
      expect([path, slashed.status]).toEqual([path, bare.status])
    }
  })

  test('a path loses one slash at its end, and two slashes find nothing', async () => {
    const { status, body } = await server.backend('GET', '/users//')
    expect({ status, body }).toBeRefused(404, 'resource_not_found')
    expect((await server.backend('GET', '/users/')).status).toBe(200)
  })
})
