import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../testing/test-server.js'

describe.each(engines)('a sign-up on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('goes from address and password through the code to a user who is signed in', async () => {
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', {
      email_address: 'Jane@Example.com',
      password: testPassword,
      first_name: 'Jane',
    })
    expect(created.status).toBe(200)
    expect(created.cookies).toEqual(['__client'])
    expect(created.body.response).toMatchObject({
      status: 'missing_requirements',
      missing_fields: [],
      unverified_fields: ['email_address'],
    })
    expect(created.body.client.sign_up.id).toBe(created.body.response.id)

    const id = created.body.response.id
    const prepared = await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })
    expect(prepared.body.response.verifications.email_address).toMatchObject({
      status: 'unverified',
      next_action: 'needs_attempt',
    })

    const code = await server.mailbox.lastCode('jane@example.com')
    const done = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    expect(done.status).toBe(200)
    expect(done.body.response.status).toBe('complete')
    expect(done.cookies.at(-1)).toBe('__client')
    expect(done.cookies).toContain('__session')
    expect(done.body.client.sign_up).toBeNull()
    expect(done.body.client.sessions[0].user).toMatchObject({ first_name: 'Jane', primary_email_address_id: expect.any(String) })
    frontendApi.signUps.createSignUp.shapes.response.parse(done.body.response)
    frontendApi.clients.getClient.shapes.response.parse(done.body.client)
    expect(await server.events()).toEqual(['user.created', 'session.created'])
  })
})
