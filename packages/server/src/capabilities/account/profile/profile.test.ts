import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestBrowser, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const { me } = frontendApi

describe.each(engines)('a profile on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' } })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    browser = server.browser()
    await browser.signUp(undefined, { first_name: 'Ada', last_name: 'Lovelace' })
  })

  const profile = async () => (await browser.call('GET', '/me')).body.response

  test('nothing is suggested for an organization while there are none', async () => {
    const answer = await browser.call('GET', '/me/organization_creation_defaults')
    expect([answer.status, answer.body.response]).toEqual([200, { form: null, advisory: null }])
    expect(answer.body.client.sessions).toHaveLength(1)
    expect(await server.browser().call('GET', '/me/organization_creation_defaults')).toBeRefused(401, 'signed_out')
  })

  test('a profile is read only by its owner', async () => {
    const own = await browser.call('GET', '/me')
    expect(own.status).toBe(200)
    expect(own.body.client.sessions).toMatchObject([{ status: 'active', user: { id: own.body.response.id } }])
    expect(me.getMe.shapes.response.parse(own.body.response)).toMatchObject({ first_name: 'Ada', last_name: 'Lovelace' })
    expect(own.body.response).not.toHaveProperty('private_metadata')

    const stranger = await server.browser().call('GET', '/me')
    expect(stranger).toBeRefused(401, 'signed_out')
  })

  test("a profile is never read through the id of somebody else's session", async () => {
    const other = server.browser()
    const { created_session_id: sessionId } = await other.signUp()
    const answer = await browser.call('GET', `/me?_clerk_session_id=${sessionId}`)
    expect(answer).toBeRefused(401, 'signed_out')
  })

  test('a profile change writes what is given and nothing else, and tells it once', async () => {
    const before = await profile()
    const events = await eventTypesOf(server, async () => {
      const answer = await browser.call('PATCH', '/me', { first_name: '  Augusta ', username: `Ada_${engine}` })
      expect(answer.status).toBe(200)
      expect(me.updateMe.shapes.response.parse(answer.body.response)).toEqual({
        ...before,
        first_name: 'Augusta',
        username: `Ada_${engine}`,
        updated_at: expect.any(Number),
      })
      expect(answer.body.client.sessions[0].user.first_name).toBe('Augusta')
    })
    expect(events).toEqual(['user.updated'])
  })

  test('a profile loses a name that is sent empty', async () => {
    await browser.call('PATCH', '/me', { last_name: '' })
    expect(await profile()).toMatchObject({ first_name: 'Ada', last_name: null })
  })

  test.each([
    ['right to left', 'عائشة بنت محمد'],
    ['with emoji', '👩🏽‍🚀 Ada 🏳️‍🌈'],
    ['with marks and apostrophes', 'Zoë O’Brien-Škoda'],
    ['that looks like SQL', "Robert'); drop table users;--"],
    ['that looks like markup', '<script>alert(1)</script>'],
  ])('a profile takes a name %s as it is', async (_kind, name) => {
    const answer = await browser.call('PATCH', '/me', { first_name: name })
    expect([answer.status, answer.body.response.first_name]).toEqual([200, name])
  })

  test('a profile refuses a username that somebody has, in any case', async () => {
    const username = `Taken_${engine}`
    await server.browser().signUp(undefined, { username })
    const answer = await browser.call('PATCH', '/me', { username: username.toUpperCase(), first_name: 'Nobody' })
    expect(answer).toBeRefused(422, 'form_identifier_exists', 'username')
    expect(await profile()).toMatchObject({ username: null, first_name: 'Ada' })
  })

  const json = (body: unknown) =>
    server.request('/__clerk/v1/me?_method=PATCH', {
      method: 'POST',
      headers: { cookie: browser.cookies.header(), origin: testOrigin, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  test.each([
    ['a NUL', { first_name: 'A\0da' }, 'form_param_format_invalid', 'first_name'],
    ['half a surrogate pair', '{"last_name":"\\ud800"}', 'form_param_format_invalid', 'last_name'],
    ['a line break', { first_name: 'Ada\nBcc: all' }, 'form_param_format_invalid', 'first_name'],
    ['ten thousand characters', { first_name: 'a'.repeat(10_000) }, 'form_param_max_length_exceeded', 'first_name'],
    ['a number for a text', { first_name: 1 }, 'form_param_type_invalid', 'first_name'],
    ['a list for a text', { last_name: ['a', 'b'] }, 'form_param_type_invalid', 'last_name'],
    ['an object for a text', { username: { $ne: null } }, 'form_param_type_invalid', 'username'],
    ['a username with a space', { username: 'ada lovelace' }, 'form_username_invalid_character', 'username'],
    ['a username that is an address', { username: 'ada@example.com' }, 'form_username_invalid_character', 'username'],
    ['a username of digits', { username: '12345' }, 'form_username_needs_non_number_char', 'username'],
    ['a list for metadata', { unsafe_metadata: [1] }, 'form_param_type_invalid', 'unsafe_metadata'],
    ['metadata that is no JSON', { unsafe_metadata: '{' }, 'form_param_type_invalid', 'unsafe_metadata'],
    [
      'metadata with __proto__',
      '{"unsafe_metadata":{"__proto__":{"admin":true}}}',
      'form_param_format_invalid',
      'unsafe_metadata',
    ],
    ['metadata of 9 KB', { unsafe_metadata: { a: 'x'.repeat(9 * 1024) } }, 'form_param_format_invalid', 'unsafe_metadata'],
    ['public metadata', { public_metadata: { role: 'admin' } }, 'form_param_unknown', 'public_metadata'],
    ['private metadata', { private_metadata: {} }, 'form_param_unknown', 'private_metadata'],
    ['a ban', { banned: false }, 'form_param_unknown', 'banned'],
    ['a password', { password: 'another long password' }, 'form_param_unknown', 'password'],
    ['its own id', { id: 'user_1' }, 'form_param_unknown', 'id'],
    ['a __proto__ field', '{"__proto__":{"banned":false}}', 'form_param_unknown', '__proto__'],
    ['a primary address of nobody', { primary_email_address_id: 'idn_0' }, 'resource_not_found', undefined],
    ['no primary address', { primary_email_address_id: null }, 'form_param_nil', 'primary_email_address_id'],
  ])('a profile refuses %s and changes nothing', async (_kind, body, code, parameter) => {
    const before = await profile()
    const events = await eventTypesOf(server, async () => {
      const response = await json(body)
      const { errors } = (await response.json()) as { errors: Array<{ code: string; meta: { param_name?: string } }> }
      expect(errors.map((error) => [error.code, error.meta.param_name])).toEqual([[code, parameter]])
      expect(response.status).toBe(code === 'resource_not_found' ? 404 : 422)
    })
    expect(events).toEqual([])
    expect(await profile()).toEqual(before)
  })

  test('a profile refuses a field that a form repeats', async () => {
    const answer = await browser.call('PATCH', '/me', { first_name: ['a', 'b'] })
    expect(answer).toBeRefused(422, 'form_param_type_invalid')
  })

  test('a profile merges unsafe metadata at every depth, and replaces it whole with the rest of the profile', async () => {
    await browser.call('PATCH', '/me', { unsafe_metadata: { theme: { dark: true, size: 2 }, gone: 1 } })
    const merged = await browser.call('PATCH', '/me/metadata', {
      unsafe_metadata: { theme: { size: 3 }, gone: null, text: '\0' },
    })
    expect(merged.status).toBe(200)
    expect(merged.body.response.unsafe_metadata).toEqual({ theme: { dark: true, size: 3 }, text: '\0' })

    await browser.call('PATCH', '/me', { unsafe_metadata: { only: 'this' } })
    expect((await profile()).unsafe_metadata).toEqual({ only: 'this' })
  })

  test('of several metadata merges at once none is lost', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => browser.call('PATCH', '/me/metadata', { unsafe_metadata: { [key]: 1 } })))
    expect((await profile()).unsafe_metadata).toEqual({ a: 1, b: 1, c: 1, d: 1 })
  })

  test('a profile has at most 8 KB of unsafe metadata, however it grew', async () => {
    const big = 'x'.repeat(5 * 1024)
    await browser.call('PATCH', '/me/metadata', { unsafe_metadata: { a: big } })
    const answer = await browser.call('PATCH', '/me/metadata', { unsafe_metadata: { b: big } })
    expect(answer).toBeRefused(422, 'form_param_format_invalid')
    expect(Object.keys((await profile()).unsafe_metadata)).toEqual(['a'])
  })

  test('a person merges only unsafe metadata', async () => {
    const answer = await browser.call('PATCH', '/me/metadata', { unsafe_metadata: {}, public_metadata: { role: 'admin' } })
    expect(answer).toBeRefused(422, 'form_param_unknown', 'public_metadata')
  })

  test("a profile can't be changed from another site (CSRF)", async () => {
    const answer = await browser.call('PATCH', '/me', { first_name: 'Mallory' }, { origin: 'https://evil.example' })
    expect(answer).toBeRefused(400, 'origin_invalid')
    expect((await profile()).first_name).toBe('Ada')
  })
})

describe.each(engines)('an instance with settings of its own on %s', (engine) => {
  let server: TestServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'required', firstName: 'off' } })
    browser = server.browser()
    await browser.signUp(undefined, { username: 'grace' })
  })
  afterAll(() => server.close())

  test.each([
    ['a name that it does not have', { first_name: 'Grace' }, 'form_param_unknown', 'first_name'],
    ['to give up a username that it requires', { username: '' }, 'form_param_nil', 'username'],
  ])('a profile change refuses %s', async (_kind, fields, code, parameter) => {
    const answer = await browser.call('PATCH', '/me', fields)
    expect(answer).toBeRefused(422, code, parameter)
    expect((await browser.call('GET', '/me')).body.response).toMatchObject({ first_name: null, username: 'grace' })
  })
})

describe.each(engines)('an account that is deleted by its owner on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('an account that its owner deletes goes with its sessions everywhere, its addresses and its place in the count', async () => {
    const [laptop, phone] = [server.browser(), server.browser()]
    const { created_user_id: userId } = await laptop.signUp('leaving@example.com')
    await phone.signIn('leaving@example.com')
    const before = await server.events()

    const answer = await laptop.call('DELETE', '/me')
    expect(answer.status).toBe(200)
    expect(answer.body.response).toEqual({ object: 'user', id: userId, deleted: true })
    expect(answer.body.client.sessions).toEqual([])
    expect(laptop.cookies.get('__session')).toBeUndefined()
    expect(laptop.cookies.get('__client_uat')).toBe('0')
    expect((await server.events()).slice(before.length)).toEqual(['session.revoked', 'session.revoked', 'user.deleted'])

    expect((await phone.call('GET', '/me')).status).toBe(401)
    expect((await server.backend('GET', `/users/${userId}`)).status).toBe(404)
    expect((await server.backend('GET', '/users/count')).body.total_count).toBe(0)
    const again = await server.browser().call('POST', '/client/sign_ins', { identifier: 'leaving@example.com' })
    expect(again.body.errors[0].code).toBe('form_identifier_not_found')
    await server.browser().signUp('leaving@example.com') // the address is free again
  })

  test('deleting an account leaves the other person in the same browser signed in', async () => {
    const browser = server.browser()
    const first = await browser.signUp('stays@example.com')
    const second = await browser.signUp('goes@example.com')
    const answer = await browser.call('DELETE', `/me?_clerk_session_id=${second.created_session_id}`)
    expect(answer.body.client.last_active_session_id).toBe(first.created_session_id)
    expect(browser.cookies.get('__session')).toBeDefined()
    expect((await browser.call('GET', '/me')).body.response.id).toBe(first.created_user_id)
  })

  test('an account stays when it may not delete itself', async () => {
    const browser = server.browser()
    const { created_user_id: userId } = await browser.signUp()
    await server.backend('PATCH', `/users/${userId}`, { delete_self_enabled: false })
    const before = await server.events()
    const answer = await browser.call('DELETE', '/me')
    expect(answer).toBeRefused(403, 'user_delete_self_not_enabled')
    expect((await browser.call('GET', '/me')).status).toBe(200)
    expect(await server.events()).toEqual(before)
  })
})
