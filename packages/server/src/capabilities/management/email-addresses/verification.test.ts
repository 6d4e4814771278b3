import type { BackendUser, EmailAddress } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

describe.each(engines)('addresses that servers verify by a code, on %s', (engine) => {
  let server: TestServer
  let people: ManagedUsers
  let added = 0
  beforeAll(async () => {
    server = await testServer(engine, { codes: { maxAttempts: 2 } })
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  async function unverified(owner?: BackendUser): Promise<EmailAddress> {
    const { id: user_id } = owner ?? (await people.create())
    return (await server.backend('POST', '/email_addresses', { user_id, email_address: `to-verify-${++added}@example.com` })).body
  }
  const read = async (id: string) => (await server.backend('GET', `/email_addresses/${id}`)).body
  const prepare = async (id: string) => (await server.backend('POST', `/email_addresses/${id}/prepare_verification`)).body
  const attempt = (id: string, verification_id: string, code: string) =>
    server.backend('POST', `/email_addresses/${id}/attempt_verification`, { verification_id, code })
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

  test('the right code that a server sent makes the address its user’s own', async () => {
    const owner = await people.create({ email_address: undefined, username: 'codes-only', skip_user_requirement: true })
    const address = await unverified(owner)
    const prepared = await prepare(address.id)
    expect(prepared).toEqual({
      object: 'verification_otp',
      id: expect.stringMatching(/^ver_/),
      status: 'unverified',
      strategy: 'email_code',
      attempts: 0,
      expire_at: server.clock.now() + 600_000,
    })
    expect(await read(address.id)).toEqual(address)

    const code = await server.mailbox.lastCode(address.email_address)
    const events = await people.eventsOf(async () => {
      const { status, body } = await attempt(address.id, prepared.id, code)
      expect([status, body]).toEqual([200, { ...prepared, status: 'verified', attempts: 1 }])
    })
    expect((await read(address.id)).verification).toMatchObject({ status: 'verified', strategy: 'email_code' })
    const after = await people.get(owner.id)
    expect(after.primary_email_address_id).toBe(address.id)
    expect(events).toEqual([{ type: 'user.updated', data: after }])
  })

  test('a server learns of each wrong code by the state, until there were too many', async () => {
    const address = await unverified()
    const { id } = await prepare(address.id)
    const code = await server.mailbox.lastCode(address.email_address)
    const states = []
    for (const tried of [wrong(code), wrong(code), code, code]) states.push((await attempt(address.id, id, tried)).body)
    expect(states.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['unverified', 1],
      ['failed', 2],
      ['failed', 2],
      ['failed', 2],
    ])
    expect((await read(address.id)).verification).toBeNull()
  })

  test('a server learns by the state that a code is over', async () => {
    const address = await unverified()
    const { id } = await prepare(address.id)
    server.clock.advance(600_000)
    const { body } = await attempt(address.id, id, await server.mailbox.lastCode(address.email_address))
    expect(body).toMatchObject({ status: 'expired', attempts: 0 })
    expect((await read(address.id)).verification).toBeNull()
  })

  test('a code that a server sent works once', async () => {
    const address = await unverified()
    const { id } = await prepare(address.id)
    const code = await server.mailbox.lastCode(address.email_address)
    await attempt(address.id, id, code)
    const { status, body } = await attempt(address.id, id, code)
    expect([status, body.errors[0].code]).toEqual([400, 'verification_already_verified'])
  })

  test('an address that is verified already stays as it is when a server has its code typed', async () => {
    const owner = await people.create()
    const [address] = owner.email_addresses
    const { id } = await prepare(address!.id)
    const events = await people.eventsOf(async () => {
      const { body } = await attempt(address!.id, id, await server.mailbox.lastCode(address!.email_address))
      expect(body.status).toBe('verified')
    })
    expect(events).toEqual([])
    expect(await people.get(owner.id)).toEqual(owner)
  })

  test('each verification that a server begins has a code of its own', async () => {
    const address = await unverified()
    const first = await prepare(address.id)
    const firstCode = await server.mailbox.lastCode(address.email_address)
    const second = await prepare(address.id)
    const secondCode = await server.mailbox.lastCode(address.email_address)
    if (firstCode !== secondCode) expect((await attempt(address.id, second.id, firstCode)).body.status).toBe('unverified')
    expect((await attempt(address.id, first.id, firstCode)).body.status).toBe('verified')
  })

  test('the code that a server sent to one address verifies no other', async () => {
    const owner = await people.create()
    const [one, other] = [await unverified(owner), await unverified(owner)]
    const { id } = await prepare(one.id)
    const answer = await attempt(other.id, id, await server.mailbox.lastCode(one.email_address))
    expect([answer.status, answer.body.errors[0].code]).toEqual([404, 'resource_not_found'])
    expect((await read(other.id)).verification).toBeNull()
  })

  test('the code that a user asked for is another one than their server’s', async () => {
    const browser = server.browser()
    await browser.signUp()
    const email_address = `own-${++added}@example.com`
    const { id } = (await browser.call('POST', '/me/email_addresses', { email_address })).body.response
    await browser.call('POST', `/me/email_addresses/${id}/prepare_verification`, { strategy: 'email_code' })
    const asked = await server.mailbox.lastCode(email_address)
    const prepared = await prepare(id)
    if (asked !== (await server.mailbox.lastCode(email_address)))
      expect((await attempt(id, prepared.id, asked)).body.status).toBe('unverified')
    const { body } = await browser.call('POST', `/me/email_addresses/${id}/attempt_verification`, { code: asked })
    expect(body.response.verification.status).toBe('verified')
  })

  test('of two accounts that claim an address, the one that its server verifies first has it', async () => {
    const [one, other] = [await people.create(), await people.create()]
    const email_address = 'claimed-by-two@example.com'
    const claim = async ({ id: user_id }: BackendUser) =>
      (await server.backend('POST', '/email_addresses', { user_id, email_address })).body.id as string
    const [first, second] = [await claim(one), await claim(other)]
    const { id } = await prepare(first)
    expect((await attempt(first, id, await server.mailbox.lastCode(email_address))).body.status).toBe('verified')
    expect((await server.backend('POST', `/email_addresses/${second}/prepare_verification`)).status).toBe(404)
  })

  test.each([
    [{ code: '123456' }, 'form_param_missing', 'verification_id'],
    [{ verification_id: 'ver_none' }, 'form_param_missing', 'code'],
  ])('a verification by code refuses %j', async (fields, code, parameter) => {
    const { id } = await unverified()
    const { status, body } = await server.backend('POST', `/email_addresses/${id}/attempt_verification`, fields)
    expect([status, body.errors[0].code, body.errors[0].meta.param_name]).toEqual([422, code, parameter])
  })

  test('no verification by code is found by an id that is none', async () => {
    const { id } = await unverified()
    expect((await server.backend('POST', '/email_addresses/idn_none/prepare_verification')).status).toBe(404)
    expect((await attempt('idn_none', 'ver_none', '123456')).status).toBe(404)
    expect((await attempt(id, 'ver_none', '123456')).status).toBe(404)
  })
})

test.each(engines)('the budget of a mailbox holds for servers too, on %s', async (engine) => {
  const server = await testServer(engine, { rateLimits: { codesPerRecipientPerHour: 1, secondsBetweenCodes: 0 } })
  const [address] = (await managedUsers(server).create()).email_addresses
  const prepare = () => server.backend('POST', `/email_addresses/${address!.id}/prepare_verification`)
  expect((await prepare()).status).toBe(200)
  expect(await prepare()).toMatchObject({ status: 429, body: { errors: [{ code: 'too_many_requests' }] } })
  await server.close()
})
