import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import type { Person } from '../../../testing/lying-provider.js'
import { type SocialServer, socialServer, wayBack } from '../../../testing/social-server.js'
import { engines, type TestBrowser, testOrigin } from '../../../testing/test-server.js'

const png = await sharp({ create: { width: 2000, height: 8, channels: 3, background: { r: 9, g: 99, b: 200 } } }).png().toBuffer() // biome-ignore format: one thought
const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')

let made = 0
const person = (picture: string): Person => {
  const sub = `pictured-${++made}`
  return { sub, email: `${sub}@example.com`, email_verified: true, picture }
}

describe.each(engines)('the picture of an account of another service, on %s', (engine) => {
  let server: SocialServer
  let browser: TestBrowser
  beforeAll(async () => {
    server = await socialServer(engine, { reaches: ['acme'] })
    server.acme.pictures['/picture'] = { bytes: png }
    server.other.pictures['/picture'] = { bytes: png }
  })
  beforeEach(() => {
    browser = server.browser()
  })
  afterAll(() => server.close())

  const me = async () => (await browser.call('GET', '/me')).body.response
  const atEnd = { status: 303, location: wayBack.action_complete_redirect_url }

  test('a new user has it, as a picture of this server; what the provider said of it is with the account', async () => {
    const picture = `${server.acme.issuer}/picture`
    const types = await eventTypesOf(server, async () => {
      expect(await server.go(browser, 'sign_ups', person(picture))).toMatchObject(atEnd)
    })
    expect(types).toEqual(['user.created', 'session.created', 'user.updated'])
    const { has_image, image_url, external_accounts } = await me()
    expect(has_image).toBe(true)
    expect(image_url).toMatch(new RegExp(`^${testOrigin}/__clerk/images/img_`))
    expect(external_accounts).toMatchObject([{ avatar_url: picture, image_url: picture }])
    const shown = await server.request(new URL(image_url).pathname)
    expect(shown.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(await shown.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 1024 })
  })

  test('it comes with the end of the sign-up, and not before', async () => {
    const { sub } = person('')
    const asked = server.acme.asked['/picture']
    await server.go(browser, 'sign_ups', { sub, picture: `${server.acme.issuer}/picture` })
    expect(server.acme.asked['/picture']).toBe(asked)
    const path = `/client/sign_ups/${(await server.stateOf(browser)).sign_up.id}`
    await browser.call('PATCH', path, { email_address: `${sub}@example.com` })
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(`${sub}@example.com`)
    const { body } = await browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect(body.response.status).toBe('complete')
    expect(body.client.sessions[0].user.has_image).toBe(true)
  })

  test('a picture of the user’s own stays: nobody’s is replaced at a later sign-in', async () => {
    const who = person(`${server.acme.issuer}/picture`)
    await server.go(browser, 'sign_ups', who)
    await browser.call('DELETE', '/me/profile_image')
    const again = server.browser()
    expect(await server.go(again, 'sign_ins', who)).toMatchObject(atEnd)
    expect((await me()).has_image).toBe(false)
  })

  const away: Array<[what: string, url: () => string]> = [
    ['is missing', () => `${server.acme.issuer}/none`],
    ['leads elsewhere', () => `${server.acme.issuer}/moved`],
    ['is inside the network', () => `${server.other.issuer}/picture`],
    ['is at the address of a machine’s metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['is a script', () => `${server.acme.issuer}/script`],
    ['is larger than an upload may be', () => `${server.acme.issuer}/large`],
    ['is a file of this machine', () => 'file:///etc/passwd'],
    ['is a script by its address', () => 'javascript:alert(1)'],
  ]
  test.each(away)('attack: a picture that %s hurts nobody, and the sign-up least', async (_, url) => {
    server.acme.pictures['/moved'] = { status: 302, headers: { location: `${server.acme.issuer}/picture` }, bytes: png }
    server.acme.pictures['/script'] = { bytes: script, headers: { 'content-type': 'image/png' } }
    server.acme.pictures['/large'] = { bytes: Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]) }
    expect(await server.go(browser, 'sign_ups', person(url()))).toMatchObject(atEnd)
    const { has_image, external_accounts } = await me()
    expect(has_image).toBe(false)
    expect(external_accounts[0].image_url).toBe(/^https?:/.test(url()) ? url() : null)
    expect(server.other.asked).toEqual({})
  })
})
