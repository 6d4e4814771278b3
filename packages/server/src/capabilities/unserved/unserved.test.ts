import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../testing/test-server.js'

describe('an operation that this server does not answer yet', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite')
  })
  afterAll(() => server.close())

  test.each([
    ['GET', '/api/v1/organizations', 'GET /organizations'],
    ['PATCH', '/api/v1/organizations/org_1/memberships/user_1', 'PATCH /organizations/{organization_id}/memberships/{user_id}'],
    ['DELETE', '/api/v1/users/user_1/mfa', 'DELETE /users/{user_id}/mfa'],
    ['POST', '/api/m2m_tokens/verify', 'POST /m2m_tokens/verify'],
  ])('is refused by its name: %s %s', async (method, path, line) => {
    const response = await server.request(`/__clerk${path}`, { method })
    expect(response.status).toBe(404)
    const { errors } = (await response.json()) as { errors: unknown } // the catalogue's shape
    expect(errors).toEqual([
      {
        code: 'resource_not_found',
        message: 'Not answered yet',
        long_message: `This server does not answer ${line} yet.`,
        meta: {},
      },
    ])
  })

  test('is not one that nobody has', async () => {
    const { status, body } = await server.backend('GET', '/nonsense')
    expect([status, body.errors[0].message]).toEqual([404, 'Resource not found'])
  })
})
