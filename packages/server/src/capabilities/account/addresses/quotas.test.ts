/** Attack: one person, or one browser, fills the database with what nobody needs so much of. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

describe.each(engines)('there is a limit on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  test('an account has at most twenty addresses, also when they are added at once', async () => {
    const browser = server.browser()
    await browser.signUp()
    const add = (at: number) => browser.call('POST', '/me/email_addresses', { email_address: `more-${at}@example.com` })
    const answers = await Promise.all(Array.from({ length: 22 }, (_, at) => add(at)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(3)
    for (const answer of refused) expect(answer).toBeRefused(403, 'email_address_quota_exceeded')

    const addresses = (await browser.call('GET', '/me/email_addresses')).body
    expect(addresses).toHaveLength(20)
    const added = addresses.find((address: { email_address: string }) => address.email_address.startsWith('more-'))
    expect(await eventTypesOf(server, async () => void (await add(99)))).toEqual([])
    await browser.call('DELETE', `/me/email_addresses/${added.id}`)
    expect((await add(99)).status).toBe(200)
  })

  test('a browser has at most ten people: the next one is told before a code is sent, and at the end too', async () => {
    const late = server.browser()
    await server.browser().signUp('eleventh@example.com')
    const browser = server.browser()
    for (let at = 0; at < 9; at++) await browser.signUp()
    const begun = await browser.call('POST', '/client/sign_ups', { email_address: 'late@example.com', password: testPassword })
    await browser.call('POST', `/client/sign_ups/${begun.body.response.id}/prepare_verification`, { strategy: 'email_code' })
    await server.instance.db.selectFrom('sign_ups').select('id').execute()
    const beside = await browser.call('POST', '/client/sign_ins', { identifier: 'eleventh@example.com' })
    expect(beside.status).toBe(200)
    await browser.signUp() // the tenth

    const mails = (await server.mailbox.all()).length
    const attempts = await eventTypesOf(server, async () => {
      for (const path of ['/client/sign_ins', '/client/sign_ups'])
        expect(
          await browser.call('POST', path, {
            ...(path.endsWith('ins') ? { identifier: 'eleventh@example.com' } : { email_address: 'twelfth@example.com' }),
            password: testPassword,
          }),
        ).toBeRefused(403, 'session_quota_exceeded')
      const code = await server.mailbox.lastCode('late@example.com')
      const path = `/client/sign_ups/${begun.body.response.id}/attempt_verification`
      expect(await browser.call('POST', path, { strategy: 'email_code', code })).toBeRefused(403, 'session_quota_exceeded')
    })
    expect(attempts).toEqual([])
    expect((await server.mailbox.all()).length).toBe(mails)
    const { sessions } = (await browser.call('GET', '/client')).body.response
    expect(sessions).toHaveLength(10)

    await browser.call('POST', `/client/sessions/${sessions[0].id}/remove`)
    expect((await browser.signIn('eleventh@example.com')).status).toBe('complete')
    expect((await late.signIn('eleventh@example.com')).status).toBe('complete')
  })

  test('a person is signed in on at most a hundred browsers: the one that signed in first is signed out', async () => {
    const { created_user_id: id } = await server.browser().signUp('everywhere@example.com')
    const open = async () => {
      server.clock.advance(1000)
      return (await server.backend('POST', '/sessions', { user_id: id })).body.id
    }
    const first = await open()
    for (let at = 0; at < 98; at++) await open()
    expect((await server.backend('GET', `/sessions/${first}`)).body.status).toBe('active')
    await open() // the 101st, with that of the sign-up
    await open()
    expect((await server.backend('GET', `/sessions/${first}`)).body.status).toBe('ended')
    const active = await server.backend('GET', `/sessions?user_id=${id}&status=active&limit=500`)
    expect(active.body).toHaveLength(100)
  })
})
