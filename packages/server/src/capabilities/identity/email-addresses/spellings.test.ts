/** One mailbox is one address, however browsers and people spell it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const inUnicode = (name: string) => `${name}@bücher.example`
const inPunycode = (name: string) => `${name}@xn--bcher-kva.example`
const taken = [422, 'form_identifier_exists', 'email_address'] as const

describe.each(engines)('spellings of an address on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const signUp = (typed: string, sentTo: string) => signUpAs(server, typed, sentTo)
  const found = async (query: string) => (await server.backend('GET', `/users?${query}`)).body.map(({ id }: { id: string }) => id)

  test('a person who signed up with one spelling of an address signs in, and resets a password, with another', async () => {
    const names = { one: [inUnicode, inPunycode], two: [inPunycode, inUnicode] } as const
    for (const [name, [first, second]] of Object.entries(names)) {
      await signUp(first(name), inPunycode(name))
      expect((await server.browser().signIn(second(name))).status).toBe('complete')

      const strategy = 'reset_password_email_code'
      const reset = await server.browser().call('POST', '/client/sign_ins', { identifier: second(name).toUpperCase(), strategy })
      expect(reset.body.response.first_factor_verification.strategy).toBe(strategy)
      expect(await server.mailbox.lastCode(inPunycode(name))).toMatch(/^\d{6}$/)
    }
  })

  test('attack: a second account for the same mailbox, at sign-up, as an added address or by a server', async () => {
    await signUp(inUnicode('three'), inPunycode('three'))
    await signUp('plain@example.com', 'plain@example.com')
    const browser = server.browser()
    await browser.signUp('other@example.com')
    for (const email_address of [
      inPunycode('three'),
      'THREE@Bu\u0308cher.example',
      'plain@ｅｘａｍｐｌｅ．ｃｏｍ',
      'plain@ⓔxample。com',
    ]) {
      const signingUp = await server.browser().call('POST', '/client/sign_ups', { email_address, password: testPassword })
      expect(signingUp, email_address).toBeRefused(...taken)
      expect(await browser.call('POST', '/me/email_addresses', { email_address }), email_address).toBeRefused(...taken)
      const made = await server.backend('POST', '/users', { email_address: [email_address], password: testPassword })
      expect(made, email_address).toBeRefused(...taken)
      const user_id = (await browser.call('GET', '/me')).body.response.id
      const added = await server.backend('POST', '/email_addresses', { user_id, email_address, verified: true })
      expect(added, email_address).toBeRefused(...taken)
    }
  })

  test('a server finds a user by every spelling of the address, and by a part of it', async () => {
    const { created_user_id: id } = await signUp(inUnicode('four'), inPunycode('four'))
    for (const typed of [inUnicode('four'), inPunycode('four'), ` ${inUnicode('FOUR').normalize('NFD')} `])
      expect(await found(`email_address=${encodeURIComponent(typed)}`), typed).toEqual([id])
    for (const typed of ['our@bücher', 'our@BU\u0308CHER.example', 'our@xn--bcher'])
      for (const name of ['email_address_query', 'query'])
        expect(await found(`${name}=${encodeURIComponent(typed)}`), typed).toEqual([id])
  })

  test('an address is shown as its owner reads it, whatever spelling was typed', async () => {
    const browser = server.browser()
    const signUp = await browser.call('POST', '/client/sign_ups', { email_address: inPunycode('five'), password: testPassword })
    expect(signUp.body.response.email_address).toBe(inUnicode('five'))
    const { id } = signUp.body.response
    await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`)
    const code = await server.mailbox.lastCode(inPunycode('five'))
    await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { code })
    const me = (await browser.call('GET', '/me')).body.response
    expect(me.email_addresses[0].email_address).toBe(inUnicode('five'))

    const signIn = (await server.browser().call('POST', '/client/sign_ins', { identifier: inPunycode('five') })).body.response
    expect(signIn.identifier).toBe(inUnicode('five'))
    expect(signIn.supported_first_factors.at(-1).safe_identifier).toBe(inUnicode('five'))
    const inbox = (await (await server.request('/__frontdesk/inbox/messages')).json()) as { data: Array<{ to: string }> }
    expect(inbox.data[0]!.to).toBe(inUnicode('five'))
  })

  test('attack: a domain that imitates another is shown as what it is', async () => {
    const body = { email_address: ['ceo@аpple.com', 'ceo@ѕсоре.com', 'ceo@пример.com'], password: testPassword }
    const made = await server.backend('POST', '/users', body)
    expect(made.body.email_addresses.map((one: { email_address: string }) => one.email_address)).toEqual([
      'ceo@xn--pple-43d.com',
      'ceo@xn--e1argc3h.com',
      'ceo@пример.com',
    ])
  })

  test('people of every script have addresses, and sign up with them', async () => {
    for (const [typed, sentTo] of [
      ['संपर्क@डाटामेल.भारत', 'संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c'],
      ['தொடர்பு@இந்தியா.இந்தியா', 'தொடர்பு@xn--xkc2dl3a5ee0h.xn--xkc2dl3a5ee0h'],
      ['ผู้ใช้@example.com', 'ผู้ใช้@example.com'],
    ] as const) {
      await signUp(typed, sentTo)
      expect((await server.browser().signIn(typed)).status).toBe('complete')
    }
  })

  test('a code is the code in the digits of any script', async () => {
    const browser = server.browser()
    const fields = { email_address: 'digits@example.com', password: testPassword, strategy: 'email_code' }
    const { id } = (await browser.call('POST', '/client/sign_ups', fields)).body.response
    const code = await server.mailbox.lastCode('digits@example.com')
    const typed = code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))
    const answer = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { code: ` ${typed} ` })
    expect(answer.body.response.status).toBe('complete')
  })
})

async function signUpAs(server: TestServer, typed: string, sentTo: string) {
  const browser = server.browser()
  const fields = { email_address: typed, password: testPassword, strategy: 'email_code' }
  const { id } = (await browser.call('POST', '/client/sign_ups', fields)).body.response
  const code = await server.mailbox.lastCode(sentTo)
  const done = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { code })
  return done.body.response
}
