import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.js'

const token = 'eyJ'.padEnd(700, 'x')
const cookieKinds = ['__session', '__client', '__client_uat', '__refresh', '__clerk_db_jwt']

describe('cookies of many instances on localhost', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite')
  })
  afterAll(() => server.close())

  test('cookies on localhost stay below what servers read, however many instances a browser signed in to', async () => {
    const browser = server.browser()
    for (let at = 1; at <= 40; at++) leaveCookies(browser.cookies, at)
    await browser.signUp()
    expect(browser.cookies.header().length).toBeLessThan(8 * 1024)
    const kept = [...Array(40).keys()].map((index) => index + 1).filter((at) => browser.cookies.get(`__client_${suffixOf(at)}`))
    expect(kept.length).toBeGreaterThan(5)
    expect(kept.at(-1)).toBe(40) // the latest stay
    expect(kept.at(0)).toBe(40 - kept.length + 1) // and no cookie of one that goes
    for (const kind of cookieKinds) expect(browser.cookies.get(`${kind}_${suffixOf(1)}`)).toBeUndefined()
    const { body } = await browser.call('GET', '/client')
    expect(body.response.sessions).toHaveLength(1)
  })

  test('cookies of a few instances on localhost are left alone, as are those of the app', async () => {
    const browser = server.browser()
    for (let at = 1; at <= 3; at++) leaveCookies(browser.cookies, at)
    browser.cookies.set('basket_of_app', 'x'.repeat(7000))
    await browser.signUp()
    for (let at = 1; at <= 3; at++)
      for (const kind of cookieKinds) expect(browser.cookies.get(`${kind}_${suffixOf(at)}`)).toBeDefined()
    expect(browser.cookies.get('basket_of_app')).toBeDefined()
  })

  test('cookies of many instances never push out those of this server, however long ago they were written', async () => {
    const browser = server.browser()
    const { created_session_id } = await browser.signUp()
    await browser.signUp()
    const later = server.clock.now() / 1000
    for (let at = 1; at <= 40; at++) leaveCookies(browser.cookies, at, later + at)
    await browser.call('POST', `/client/sessions/${created_session_id}/remove`)
    expect(browser.cookies.get(`__client_${suffixOf(1)}`)).toBeUndefined()
    const { body } = await browser.call('GET', '/client')
    expect(body.response.sessions).toHaveLength(1)
  })

  test('cookies of other instances are not touched on a host that the world sees', async () => {
    const origin = 'https://app.example.com'
    const deployed = await testServer('sqlite', { publicUrl: origin })
    const browser = deployed.browser()
    for (let at = 1; at <= 20; at++) leaveCookies(browser.cookies, at)
    await browser.signUp()
    for (let at = 1; at <= 20; at++) expect(browser.cookies.get(`__session_${suffixOf(at)}`)).toBe(token)
    await deployed.close()
  })
})

const suffixOf = (at: number): string => `i${String(at).padStart(7, '0')}`

function leaveCookies(
  cookies: { set(name: string, value: string): void },
  at: number,
  changedAtSeconds = 1_700_000_000 + at,
): void {
  const values = [token, 'x'.repeat(43), String(changedAtSeconds), 'x'.repeat(43), 'dvb_'.padEnd(32, 'x')]
  for (const [index, kind] of cookieKinds.entries()) cookies.set(`${kind}_${suffixOf(at)}`, values[index]!)
}
