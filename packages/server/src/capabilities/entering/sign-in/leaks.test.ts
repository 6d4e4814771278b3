/** A stranger who knows one identifier of a person learns no other, and no name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maskedAddress } from '../../../resources/masked.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const [home, work] = ['ada.private@home.example', 'ada@secret-employer.example']
const masked = { home: 'a***@h***.example', work: 'a***@s***.example' }

describe.each(engines)('a sign-in that a stranger begins on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' } })
    const made = await server.backend('POST', '/users', {
      username: 'nightwriter',
      first_name: 'Ada',
      last_name: 'Private',
      email_address: [home, work],
      password: testPassword,
    })
    expect(made.status).toBe(200)
  })
  afterAll(() => server.close())

  test.each([
    ['the username', 'nightwriter', [masked.home, masked.work]],
    ['one address', home, [home, masked.work]],
    ['one address, spelled in another way', ' ADA.Private@ＨＯＭＥ.example', [home, masked.work]],
    ['the other address', work, [masked.home, work]],
  ])(
    'a sign-in that a stranger begins with %s shows what was typed, the rest masked, and no name',
    async (_what, identifier, shown) => {
      const browser = server.browser()
      const begun = await browser.call('POST', '/client/sign_ins', { identifier })
      const path = `/client/sign_ins/${begun.body.response.id}`
      const wrong = await browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'password', password: 'wrong' })
      expect(wrong.status).toBe(422)
      const answers = [
        begun,
        wrong,
        await browser.call('GET', path),
        await browser.call('GET', '/client'),
        await browser.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code' }),
      ]
      for (const { body } of answers) {
        const told = JSON.stringify(body)
        for (const secret of ['"Ada"', 'Private"', home, work]) expect(told.includes(secret), secret).toBe(shown.includes(secret))
      }
      const { supported_first_factors: factors, user_data } = begun.body.response
      expect(user_data).toBeNull()
      const addresses = factors.flatMap((factor: { safe_identifier?: string }) => factor.safe_identifier ?? [])
      expect(addresses).toEqual([...shown, ...shown]) // for a code, and for a reset
    },
  )

  test('a sign-in names the account once a factor is verified', async () => {
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ins', { identifier: work, strategy: 'reset_password_email_code' })
    const code = await server.mailbox.lastCode(home) // the primary one
    const path = `/client/sign_ins/${body.response.id}`
    const proven = await browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'reset_password_email_code', code })
    expect(proven.body.response).toMatchObject({
      status: 'needs_new_password',
      user_data: { first_name: 'Ada', last_name: 'Private' },
    })
    expect((await server.browser().signIn('nightwriter')).user_data).toMatchObject({ first_name: 'Ada' })
  })
})

test.each([
  ['jane@example.com', 'j***@e***.com'],
  ['j@e.co', 'j***@e***.co'],
  ['𝒿ane@mail.example.co.uk', '𝒿***@m***.uk'],
  ['"a@b"@example.com', '"***@e***.com'],
  ['root@localhost', 'r***@l***'],
])('%s is masked as %s', (emailAddress, shown) => {
  expect(maskedAddress(emailAddress)).toBe(shown)
})
