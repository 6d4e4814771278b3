import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestBrowser, type TestServer, testServer } from '../../../testing/test-server.js'

const { me } = frontendApi
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

let count = 0

describe.each(engines)("a person's active devices on %s", (engine) => {
  let server: TestServer
  let laptop: TestBrowser
  let phone: TestBrowser
  let laptopSession: string
  let phoneSession: string
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    const emailAddress = `devices-${++count}@example.com`
    laptop = server.browser()
    phone = server.browser()
    laptopSession = (await laptop.signUp(emailAddress)).created_session_id
    server.clock.advance(120_000)
    phoneSession = (await phone.signIn(emailAddress)).created_session_id
  })

  const active = async (by: TestBrowser) => (await by.call('GET', '/me/sessions/active')).body
  const idsOf = (sessions: Array<{ id: string }>) => sessions.map((session) => session.id)
  const revoke = (id: string, by: TestBrowser) => by.call('POST', `/me/sessions/${id}/revoke`)

  test('the active devices are a bare list, newest first, with browser and address', async () => {
    await laptop.call('POST', `/client/sessions/${laptopSession}/touch`, {}, { 'user-agent': firefox })
    server.clock.advance(60_000)
    await phone.call('POST', `/client/sessions/${phoneSession}/touch`, {}, { 'user-agent': iPhone })

    const sessions = me.listMyActiveSessions.shapes.response.parse(await active(laptop))
    expect(idsOf(sessions)).toEqual([phoneSession, laptopSession])
    expect(sessions[0]).toMatchObject({
      status: 'active',
      latest_activity: {
        browser_name: 'Safari',
        browser_version: '18.0',
        device_type: 'iPhone',
        is_mobile: true,
        ip_address: '127.0.0.1',
      },
    })
    expect(sessions[1]?.latest_activity).toMatchObject({ browser_name: 'Firefox', device_type: 'Linux', is_mobile: false })
  })

  test('attack: a User-Agent of 15,000 dots keeps no expression busy: what follows the first 512 characters is not read', async () => {
    const touch = async (userAgent: string) => {
      await laptop.call('POST', `/client/sessions/${laptopSession}/touch`, {}, { 'user-agent': userAgent })
      server.clock.advance(60_000)
      return (await active(laptop)).find(({ id }: { id: string }) => id === laptopSession).latest_activity
    }
    server.clock.advance(60_000)
    expect((await touch(`${'.'.repeat(400)} ${firefox}`)).browser_name).toBe('Firefox')
    expect(await touch(`${'.'.repeat(15_000)} ${firefox}`)).not.toHaveProperty('browser_name')
  })

  test('attack: the list of all sessions has no token of another browser', async () => {
    const { body } = await laptop.call('GET', '/me/sessions')
    expect(idsOf(body)).toEqual([phoneSession, laptopSession])
    expect(body.map((session: { last_active_token: unknown }) => session.last_active_token)).toEqual([null, null])
  })

  test('the list of active devices shows only those of one person', async () => {
    const stranger = server.browser()
    await stranger.signUp()
    expect(idsOf(await active(stranger))).not.toContain(laptopSession)
    expect((await server.browser().call('GET', '/me/sessions/active')).status).toBe(401)
    expect((await server.browser().call('GET', '/me/sessions')).status).toBe(401)
  })

  test('the lists of devices never show what opens a session', async () => {
    const text = JSON.stringify([await active(laptop), (await laptop.call('GET', '/me/sessions')).body])
    expect(text).not.toMatch(/eyJ|secret|digest|client_id|jwt/)
  })

  test('a person signs any device out from another', async () => {
    const events = await eventTypesOf(server, async () => {
      const answer = await revoke(phoneSession, laptop)
      expect(answer.status).toBe(200)
      expect(me.revokeMySession.shapes.response.parse(answer.body.response)).toMatchObject({
        id: phoneSession,
        status: 'revoked',
      })
      expect(answer.cookies).toEqual([])
    })
    expect(events).toEqual(['session.revoked'])
    expect((await phone.call('GET', '/me')).status).toBe(401)
    expect((await phone.call('POST', `/client/sessions/${phoneSession}/tokens`)).status).toBe(401)
    expect(idsOf(await active(laptop))).toEqual([laptopSession])

    const all = (await laptop.call('GET', '/me/sessions')).body
    expect(all.map((session: { id: string; status: string }) => [session.id, session.status])).toEqual([
      [phoneSession, 'revoked'],
      [laptopSession, 'active'],
    ])
  })

  test('a person signs out the device in hand, and its cookies go', async () => {
    const answer = await revoke(laptopSession, laptop)
    expect(answer.body.response.status).toBe('revoked')
    expect(answer.body.client).toMatchObject({ sessions: [], last_active_session_id: null })
    expect([laptop.cookies.get('__session'), laptop.cookies.get('__client_uat')]).toEqual([undefined, '0'])
    expect((await laptop.call('GET', '/me')).status).toBe(401)
    expect((await phone.call('GET', '/me')).status).toBe(200)
  })

  test('signing out a device whose session has ended changes nothing and tells nobody', async () => {
    await phone.call('POST', `/client/sessions/${phoneSession}/end`)
    const events = await eventTypesOf(server, async () => {
      const answer = await revoke(phoneSession, laptop)
      expect([answer.status, answer.body.response.status]).toEqual([200, 'ended'])
    })
    expect(events).toEqual([])
  })

  test('a device whose session has ended by time is not active', async () => {
    server.clock.advance(7 * 24 * 3600_000 - 60_000)
    expect(idsOf(await active(phone))).toEqual([phoneSession])
  })

  test("a device can't be signed out by another user (IDOR)", async () => {
    const mallory = server.browser()
    await mallory.signUp()
    const events = await eventTypesOf(server, async () => {
      for (const id of [laptopSession, phoneSession, 'sess_0', '%00', 'null']) {
        const answer = await revoke(id, mallory)
        expect(answer).toBeRefused(404, 'resource_not_found')
      }
      expect((await revoke(laptopSession, server.browser())).status).toBe(401)
    })
    expect(events).toEqual([])
    expect((await laptop.call('GET', '/me')).status).toBe(200)
  })

  test("a device of one person can't be signed out by another person in the same browser", async () => {
    const { created_session_id: guestSession } = await laptop.signUp()
    const answer = await laptop.call('POST', `/me/sessions/${laptopSession}/revoke?_clerk_session_id=${guestSession}`)
    expect(answer).toBeRefused(404, 'resource_not_found')
    expect(idsOf(await active(phone))).toContain(laptopSession)
  })
})
