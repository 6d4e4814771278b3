import { type BackendUser, backendApi, type EmailAddress } from '@frontdesk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const { emailAddresses } = backendApi

describe.each(engines)('email addresses, as servers manage them, on %s', (engine) => {
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  async function create(fields: object = {}): Promise<BackendUser> {
    const email_address = [`owner-${++made}@example.com`]
    return (await server.backend('POST', '/users', { email_address, password: testPassword, ...fields })).body
  }
  const user = async (id: string): Promise<BackendUser> => (await server.backend('GET', `/users/${id}`)).body
  const add = async (fields: object): Promise<EmailAddress> => {
    const answer = await server.backend('POST', '/email_addresses', fields)
    expect(answer.status).toBe(200)
    return emailAddresses.createEmailAddress.shapes.response.parse(answer.body)
  }

  test('an address that a server adds is unverified, becomes verified, then primary, and tells of it each time', async () => {
    const owner = await create()
    const before = await server.events()
    const added = await add({ user_id: owner.id, email_address: 'Added@Example.com' })
    expect(added).toMatchObject({ object: 'email_address', email_address: 'added@example.com', verification: null })
    expect((await server.backend('GET', `/email_addresses/${added.id}`)).body).toEqual(added)
    expect((await user(owner.id)).primary_email_address_id).toBe(owner.primary_email_address_id)

    const verified = await server.backend('PATCH', `/email_addresses/${added.id}`, { verified: true })
    emailAddresses.updateEmailAddress.shapes.response.parse(verified.body)
    expect(verified.body.verification).toMatchObject({ status: 'verified', strategy: 'admin' })
    await server.backend('PATCH', `/email_addresses/${added.id}`, { primary: true })
    expect((await user(owner.id)).primary_email_address_id).toBe(added.id)
    expect((await server.events()).slice(before.length)).toEqual(['user.updated', 'user.updated', 'user.updated'])
  })

  test('a server adds an address verified and primary at once, and the former primary one is told if asked', async () => {
    const owner = await create()
    const added = await add({
      user_id: owner.id,
      email_address: 'at-once@example.com',
      verified: true,
      primary: true,
      notify_primary_email_address_changed: true,
    })
    expect((await user(owner.id)).primary_email_address_id).toBe(added.id)
    const told = (await server.mailbox.all()).filter(({ kind }) => kind === 'primary_email_address_changed').map(({ to }) => to)
    expect(told.toSorted()).toEqual(['at-once@example.com', owner.email_addresses[0]!.email_address].toSorted())
  })

  test('a server puts one address in the place of all, and the former ones are told if asked', async () => {
    const owner = await create()
    const [former] = owner.email_addresses
    await add({ user_id: owner.id, email_address: 'second-of-two@example.com' })
    const before = await server.events()
    const { status, body } = await server.backend('PUT', `/users/${owner.id}/email_address`, {
      email_address: 'In-Place@Example.com',
      notify_primary_email_address_changed: true,
    })
    expect(status).toBe(200)
    const address = backendApi.users.replaceUserEmailAddress.shapes.response.parse(body)
    expect(address).toMatchObject({
      email_address: 'in-place@example.com',
      verification: { status: 'verified', strategy: 'admin' },
    })
    expect(await user(owner.id)).toMatchObject({ primary_email_address_id: address.id, email_addresses: [{ id: address.id }] })
    expect((await server.events()).slice(before.length)).toEqual(['user.updated'])
    expect((await server.mailbox.all()).at(-1)).toMatchObject({
      kind: 'primary_email_address_changed',
      to: former!.email_address,
    })
  })

  test.each([
    ['that somebody has', {}, 'form_identifier_exists'],
    ['that would be reserved', { identification_status: 'reserved' }, 'feature_not_enabled'],
    ['that would leave nobody to sign in', { identification_status: 'unverified' }, 'identification_deletion_failed'],
  ])("a server can't replace all addresses by one %s", async (_, fields, code) => {
    const [owner, other] = [await create(), await create()]
    const email_address = 'identification_status' in fields ? 'free@example.com' : other.email_addresses[0]!.email_address
    const answer = await server.backend('PUT', `/users/${owner.id}/email_address`, { email_address, ...fields })
    expect(answer.body.errors?.[0].code).toBe(code)
    expect(await user(owner.id)).toEqual(owner)
  })

  test('the first verified address of a user is primary by itself', async () => {
    const owner = await create({ email_address: undefined, username: 'no-address-yet', skip_user_requirement: true })
    await add({ user_id: owner.id, email_address: 'first-claim@example.com' })
    expect((await user(owner.id)).primary_email_address_id).toBeNull()
    const verified = await add({ user_id: owner.id, email_address: 'first-verified@example.com', verified: true })
    expect((await user(owner.id)).primary_email_address_id).toBe(verified.id)
  })

  test('when a server deletes the primary address, the oldest other verified one becomes primary', async () => {
    const owner = await create()
    await add({ user_id: owner.id, email_address: 'only-claimed@example.com' })
    server.clock.advance(1_000)
    const next = await add({ user_id: owner.id, email_address: 'next@example.com', verified: true })
    const answer = await server.backend('DELETE', `/email_addresses/${owner.primary_email_address_id}`)
    expect(emailAddresses.deleteEmailAddress.shapes.response.parse(answer.body)).toEqual({
      object: 'email_address',
      id: owner.primary_email_address_id,
      deleted: true,
    })
    expect((await user(owner.id)).primary_email_address_id).toBe(next.id)
    expect((await server.backend('GET', `/email_addresses/${owner.primary_email_address_id}`)).status).toBe(404)
  })

  test('the last thing that identifies a user can be neither deleted nor unverified; a username is enough', async () => {
    const owner = await create()
    const path = `/email_addresses/${owner.primary_email_address_id}`
    for (const refused of [await server.backend('DELETE', path), await server.backend('PATCH', path, { verified: false })])
      expect(refused).toBeRefused(400, 'identification_deletion_failed')
    expect(await user(owner.id)).toEqual(owner)

    await server.backend('PATCH', `/users/${owner.id}`, { username: 'has-a-name' })
    expect((await server.backend('PATCH', path, { verified: false })).body.verification).toBeNull()
    expect((await user(owner.id)).primary_email_address_id).toBeNull()
    const nameless = await server.backend('PATCH', `/users/${owner.id}`, { username: null })
    expect(nameless).toBeRefused(400, 'identification_deletion_failed')
  })

  test('an address belongs to the user who verified it, and claims of others end with that', async () => {
    const [first, second] = [await create(), await create()]
    const claim = await add({ user_id: first.id, email_address: 'contested@example.com' })
    await add({ user_id: second.id, email_address: 'contested@example.com', verified: true })
    expect((await server.backend('GET', `/email_addresses/${claim.id}`)).status).toBe(404)

    for (const verified of [true, false]) {
      const taken = await server.backend('POST', '/email_addresses', {
        user_id: first.id,
        email_address: 'contested@example.com',
        verified,
      })
      expect(taken).toBeRefused(422, 'form_identifier_exists')
    }
  })

  test.each([
    ['POST', '', { email_address: 'x@example.com' }, 422, 'form_param_missing'],
    ['POST', '', { user_id: 'user_nobody', email_address: 'x@example.com' }, 404, 'resource_not_found'],
    ['POST', '', { user_id: 'OWNER', email_address: 'no address' }, 422, 'form_param_format_invalid'],
    ['POST', '', { user_id: 'OWNER', email_address: ['x@example.com'] }, 422, 'form_param_type_invalid'],
    ['POST', '', { user_id: 'OWNER', email_address: 'x@example.com', primary: true }, 422, 'form_param_value_invalid'],
    ['POST', '', { user_id: 'OWNER', email_address: 'x@example.com', verified: 'perhaps' }, 422, 'form_param_type_invalid'],
    ['POST', '', { user_id: 'OWNER', email_address: 'x@example.com', color: 'red' }, 422, 'form_param_unknown'],
    ['GET', '/idn_nobody', undefined, 404, 'resource_not_found'],
    ['PATCH', '/idn_nobody', { primary: true }, 404, 'resource_not_found'],
    ['DELETE', '/idn_nobody', undefined, 404, 'resource_not_found'],
  ])('the call %s /email_addresses%s with %o is refused', async (method, path, body, status, code) => {
    const owner = await create()
    const fields = body && 'user_id' in body && body.user_id === 'OWNER' ? { ...body, user_id: owner.id } : body
    const answer = await server.backend(method, `/email_addresses${path}`, fields)
    expect(answer).toBeRefused(status, code)
    expect(await user(owner.id)).toEqual(owner)
  })

  test.each(['POST /email_addresses', 'GET /email_addresses/idn_x', 'DELETE /email_addresses/idn_x'])(
    '%s is closed without the secret key',
    async (line) => {
      const [method, path] = line.split(' ') as [string, string] // one space, above
      expect((await server.backend(method, path, undefined, { authorization: '' })).status).toBe(401)
    },
  )
})
