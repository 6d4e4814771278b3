import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

describe.each(engines)('Who may sign up, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  let addresses = 0
  const newAddress = () => `mode-${++addresses}@example.com`
  const setMode = (mode: string | null) => server.backend('PATCH', '/instance/settings', { sign_up: { mode } })
  const begin = (fields: object = {}, browser = server.browser()) =>
    browser.call('POST', '/client/sign_ups', { email_address: newAddress(), password: testPassword, ...fields })
  const ticketOf = async (fields: object) => {
    const { body } = await server.backend('POST', '/invitations', { notify: false, ...fields })
    return new URL(body.url).searchParams.get('ticket')!
  }

  test.each([
    ['restricted', 'sign_up_mode_restricted'],
    ['waitlist', 'sign_up_restricted_waitlist'],
  ])('attack: somebody who is not invited signs up in the mode %s', async (mode, code) => {
    await setMode(mode)
    expect(await begin()).toBeRefused(403, code)
    expect((await server.browser().call('GET', '/environment')).body.user_settings.sign_up.mode).toBe(mode)

    const email_address = newAddress()
    const ticket = await ticketOf({ email_address })
    const { body } = await server
      .browser()
      .call('POST', '/client/sign_ups', { strategy: 'ticket', ticket, password: testPassword })
    expect(body.response).toMatchObject({ status: 'complete', email_address })
    await setMode(null)
  })

  test('attack: a sign-up that was begun while all could sign up is finished after that', async () => {
    const browser = server.browser()
    const email_address = newAddress()
    const { id } = (await begin({ email_address, strategy: 'email_code' }, browser)).body.response
    await setMode('restricted')
    const code = await server.mailbox.lastCode(email_address)
    const finish = () => browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    expect(await finish()).toBeRefused(403, 'sign_up_mode_restricted')
    await setMode(null)
    expect((await finish()).body.response.status).toBe('complete')
  })

  describe('with a waitlist', () => {
    const join = (email_address: string, browser = server.browser()) => browser.call('POST', '/waitlist', { email_address })

    test('people join it, are invited, and sign up', async () => {
      await setMode('waitlist')
      const email_address = newAddress()
      const { status, body } = await join(email_address)
      expect([status, body]).toEqual([200, { object: 'waitlist_entry', id: expect.stringMatching(/^wle_/) }])
      const invited = await server.backend('POST', `/waitlist_entries/${body.id}/invite`)
      const ticket = new URL(invited.body.invitation.url).searchParams.get('ticket')
      const types = await eventTypesOf(server, () =>
        server.browser().call('POST', '/client/sign_ups', { strategy: 'ticket', ticket, password: testPassword }),
      )
      expect(types).toEqual(['waitlistEntry.updated', 'user.created', 'session.created'])
      const { data } = (await server.backend('GET', `/waitlist_entries?query=${body.id}`)).body
      expect(data).toMatchObject([{ status: 'completed', invitation: { status: 'accepted' } }])
      await setMode(null)
    })

    test('attack: the answer tells who waits, or who has an account', async () => {
      await setMode('waitlist')
      const [waiting, user, nobody] = [newAddress(), newAddress(), newAddress()]
      await server.backend('POST', '/waitlist_entries', { email_address: waiting })
      await server.backend('POST', '/users', { email_address: [user], password: testPassword })
      const shapes = []
      for (const address of [waiting, user, nobody]) {
        const { status, body, cookies } = await join(address)
        shapes.push([status, Object.keys(body), cookies])
      }
      expect(shapes[1]).toEqual(shapes[0])
      expect(shapes[2]).toEqual(shapes[0])
      await setMode(null)
    })

    test('attack: somebody is written to again and again', async () => {
      await setMode('waitlist')
      const address = newAddress()
      const ids = [(await join(address)).body.id, (await join(address)).body.id, (await join(address)).body.id]
      expect(new Set(ids).size).toBe(1)
      expect((await server.mailbox.all()).filter(({ to }) => to === address)).toHaveLength(1)
      await setMode(null)
    })

    test('there is none in the other modes', async () => {
      expect(await join(newAddress())).toBeRefused(403, 'feature_not_enabled')
    })
  })
})
