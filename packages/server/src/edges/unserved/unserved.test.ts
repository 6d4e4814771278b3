import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testOrigin, testServer } from '../../testing/test-server.js'

describe('an operation that this server does not answer yet', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite')
  })
  afterAll(() => server.close())

  test.each([
    ['GET', '/api/v1/organizations', 'GET /organizations'],
    ['PATCH', '/api/v1/organizations/org_1/memberships/user_1', 'PATCH /organizations/{organization_id}/memberships/{user_id}'],
    ['DELETE', '/api/v1/redirect_urls/ru_1', 'DELETE /redirect_urls/{redirect_url_id}'],
    ['POST', '/api/m2m_tokens/verify', 'POST /m2m_tokens/verify'],
  ])('an operation that is not built is refused by its name: %s %s', async (method, path, line) => {
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

  test.each([
    ['POST', '/v1/me/enterprise_connections/', 'POST /me/enterprise_connections'],
    ['POST', '/v1/me/enterprise_connections/ec_1?_method=DELETE', 'DELETE /me/enterprise_connections/{enterprise_connection_id}'],
    ['GET', '/v1/organizations/org_1/memberships', 'GET /organizations/{organization_id}/memberships'],
    ['POST', '/oauth/token', 'POST /oauth/token'],
  ])('an operation that is not built is refused by its name on the Frontend API, too: %s %s', async (method, path, line) => {
    const response = await server.request(`/__clerk${path}`, { method, headers: { origin: testOrigin } })
    expect(response.status).toBe(404)
    const { errors } = (await response.json()) as { errors: Array<{ code: string; long_message: string }> } // the catalogue's shape
    expect(errors).toMatchObject([{ code: 'resource_not_found', long_message: `This server does not answer ${line} yet.` }])
  })

  test('the refusal of a Frontend API operation that is not built tells a page who is signed in', async () => {
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp()
    const { status, body } = await browser.call('POST', '/me/billing/checkouts')
    expect([status, body.meta.client.last_active_session_id]).toEqual([404, sessionId])
  })

  test('a path that no API has is refused as unknown, not as one that is not built', async () => {
    const { status, body } = await server.backend('GET', '/nonsense')
    expect([status, body.errors[0].message]).toEqual([404, 'Resource not found'])
  })
})
