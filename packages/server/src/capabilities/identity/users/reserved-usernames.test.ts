import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const taken = 'form_identifier_exists'
const mixed = 'form_username_invalid_character'

describe.each(engines)('usernames that speak for others on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' }, reservedUsernames: ['admin', 'scope'] })
  })
  afterAll(() => server.close())

  test.each([
    ['the reserved name', 'Admin', taken],
    ['digits for letters', 'adm1n', taken],
    ['a letter without its dot', 'admın', taken],
    ['a line behind it', 'admin_', taken],
    ['another alphabet', 'ѕсоре', taken],
    ['a letter of another alphabet', 'аdmin', mixed],
    ['letters of two other alphabets', 'ѕuррοrt', mixed],
  ])('attack: somebody poses as an administrator with %s', async (_, username, code) => {
    const person = server.browser()
    await person.signUp()
    const fields = { username, email_address: 'new@example.com', password: testPassword }
    expect(await server.browser().call('POST', '/client/sign_ups', fields)).toBeRefused(422, code, 'username')
    expect(await person.call('PATCH', '/me', { username })).toBeRefused(422, code, 'username')

    // Servers may name an administrator so; nobody may write the name in letters that imitate it.
    const expectOfServer = (answer: Answer) =>
      username === 'Admin' ? expect(answer.status).toBe(200) : expect(answer).toBeRefused(422, code, 'username')
    const { id } = (await person.call('GET', '/me')).body.response
    expectOfServer(await server.backend('PATCH', `/users/${id}`, { username }))
    await server.backend('PATCH', `/users/${id}`, { username: null })
    const made = await server.backend('POST', '/users', { ...fields, email_address: [`${id}@example.com`] })
    expectOfServer(made)
  })

  test('a person who got a reserved username from a server keeps it when the rest is changed', async () => {
    const person = server.browser()
    const { created_user_id: id } = await person.signUp()
    await server.backend('PATCH', `/users/${id}`, { username: 'scope' })
    expect((await person.call('PATCH', '/me', { username: 'scope', first_name: 'Ada' })).status).toBe(200)
  })

  test('a username that only contains a reserved one is free', async () => {
    for (const username of ['admin_team', 'administrator', 'Adamina'])
      expect((await server.browser().call('POST', '/client/sign_ups', { username })).status, username).toBe(200)
  })
})
