import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const dayMs = 24 * 3600_000

describe.each(engines)('Application invitations on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  let addresses = 0
  const newAddress = () => `invited-${++addresses}@example.com`
  const invite = (fields: object = {}) => server.backend('POST', '/invitations', { email_address: newAddress(), ...fields })
  const mailTo = async (to: string) => (await server.mailbox.all()).filter((mail) => mail.to === to)

  test('an invitation is sent by a letter whose link is the one that the answer shows, once', async () => {
    const email_address = newAddress()
    const { status, body } = await invite({ email_address, public_metadata: { role: 'chef' }, expires_in_days: 7 })
    const made = {
      object: 'invitation',
      id: expect.stringMatching(/^inv_\w{27}$/),
      email_address,
      public_metadata: { role: 'chef' },
      revoked: false,
      status: 'pending',
      expires_at: server.clock.now() + 7 * dayMs,
      created_at: server.clock.now(),
      updated_at: server.clock.now(),
    }
    expect([status, body]).toEqual([
      200,
      { ...made, url: expect.stringMatching(new RegExp(`^${testOrigin}/__clerk/v1/tickets/accept\\?ticket=ticket_inv_`)) },
    ])
    const [letter, ...others] = await mailTo(email_address)
    expect([letter?.subject, others]).toEqual(['You are invited to My app', []])
    expect(letter?.text).toContain(body.url)
    expect(letter?.text).toContain('January 8, 2026')

    const list = await server.backend('GET', `/invitations?query=${email_address}`)
    expect(list.body).toEqual([made])
  })

  test('no letter leaves where none is wanted', async () => {
    const email_address = newAddress()
    expect((await invite({ email_address, notify: false })).body).toMatchObject({ status: 'pending', url: expect.any(String) })
    expect(await mailTo(email_address)).toEqual([])
  })

  test('several are made at once, or none of them', async () => {
    const [first, second, third] = [newAddress(), newAddress(), newAddress()]
    const { status, body } = await server.backend('POST', '/invitations/bulk', [
      { email_address: first },
      { email_address: second, template_slug: 'waitlist_invitation' },
    ])
    expect([status, body.map((one: AnyBody) => one.email_address)]).toEqual([200, [first, second]])
    expect((await mailTo(second)).map(({ subject }) => subject)).toEqual(['Your place at My app is ready'])

    const refused = await server.backend('POST', '/invitations/bulk', [{ email_address: third }, { email_address: first }])
    expect(refused).toBeRefused(400, 'duplicate_record')
    expect((await server.backend('GET', `/invitations?query=${third}`)).body).toEqual([])
    const tooMany = Array.from({ length: 11 }, () => ({ email_address: newAddress() }))
    expect((await server.backend('POST', '/invitations/bulk', tooMany)).status).toBe(422)
    expect((await server.backend('POST', '/invitations/bulk', [])).status).toBe(422)
    expect(await server.backend('POST', '/invitations/bulk', [{ email_address: third, role: 'x' }])).toBeRefused(
      422,
      'form_param_unknown',
    )
    expect(await server.backend('POST', '/invitations/bulk', { email_address: third })).toBeRefused(400, 'request_body_invalid')
  })

  test('an address is invited once, and no user is, unless existing ones are to be ignored', async () => {
    const email_address = newAddress()
    await invite({ email_address })
    expect(await invite({ email_address })).toBeRefused(400, 'duplicate_record')
    expect((await invite({ email_address, ignore_existing: true })).status).toBe(200)

    const user = newAddress()
    await server.browser().signUp(user)
    expect(await invite({ email_address: user })).toBeRefused(422, 'form_identifier_exists')
    expect((await invite({ email_address: user, ignore_existing: true })).status).toBe(200)
  })

  test('of two that are made at once for one address, one is', async () => {
    const email_address = newAddress()
    const answers = await Promise.all([invite({ email_address }), invite({ email_address })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('one that is revoked, too old or deleted is listed as such', async () => {
    const query = 'listed'
    const make = (name: string, fields: object = {}) => invite({ email_address: `${name}-${query}@example.com`, ...fields })
    const list = async (parameters: string) =>
      (await server.backend('GET', `/invitations?query=${query}&${parameters}`)).body.map((one: AnyBody) => one.id)
    const old = (await make('a', { expires_in_days: 1 })).body
    server.clock.advance(1000)
    const revoked = (await make('b')).body
    const deleted = (await make('c')).body
    server.clock.advance(dayMs)
    const pending = (await make('d')).body

    const answer = await server.backend('POST', `/invitations/${revoked.id}/revoke`)
    expect(answer.body).toMatchObject({ id: revoked.id, status: 'revoked', revoked: true, updated_at: server.clock.now() })
    expect(await server.backend('POST', `/invitations/${revoked.id}/revoke`)).toBeRefused(400, 'invitation_already_revoked')
    expect((await server.backend('DELETE', `/invitations/${deleted.id}`)).body).toEqual({
      object: 'invitation',
      id: deleted.id,
      deleted: true,
    })
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/revoke'],
    ] as const)
      expect(await server.backend(method, `/invitations/${deleted.id}${path}`)).toBeRefused(404, 'resource_not_found')

    expect(await list('')).toEqual([pending.id, old.id])
    expect(await list('status=pending')).toEqual([pending.id])
    expect(await list('status=expired')).toEqual([old.id])
    expect(await list('status=revoked')).toEqual([revoked.id])
    expect(await list('status=accepted')).toEqual([])
    expect(await list('order_by=email_address')).toEqual([old.id, pending.id])
    expect(await list('limit=1&offset=1')).toEqual([old.id])
    const page = await server.backend('GET', `/invitations?query=${query}&paginated=true&limit=1`)
    expect(page.body).toMatchObject({ data: [{ id: pending.id }], total_count: 2 })
  })

  test('attack: what is looked for holds wildcards, and they find nothing but themselves', async () => {
    await invite()
    expect((await server.backend('GET', '/invitations?query=%25')).body).toEqual([])
    expect((await server.backend('GET', '/invitations?query=i_vited')).body).toEqual([])
  })

  test.each([
    'https://evil.example/sign-up',
    'https://evil.example@localhost:3000/',
    '//evil.example',
    'javascript:alert(1)',
    'https://evil.example\\@localhost:3000/',
  ])('attack: an invitation leads to %s', async (redirect_url) => {
    expect(await invite({ redirect_url })).toBeRefused(422, 'invalid_url')
  })
})
