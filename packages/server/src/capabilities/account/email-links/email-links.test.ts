import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const landing = `${testOrigin}/landing`

describe.each(engines)('E-mail links on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_link: true } })
  })
  afterAll(() => server.close())

  let addresses = 0
  const newAddress = () => `link-${++addresses}@example.com`
  const setting = (require_same_client: boolean | null) =>
    server.backend('PATCH', '/instance/settings', { email_link: { require_same_client } })

  async function tokenFor(address: string): Promise<string> {
    const mail = (await server.mailbox.all()).findLast(({ to, text }) => to === address && text.includes('token='))
    return /token=(\S+)/.exec(mail!.text)![1]! // it was sent
  }
  const open = async (token: string, browser?: TestBrowser, fields: object = {}, headers: Record<string, string> = {}) => {
    const response = await server.request('/__clerk/v1/verify', {
      method: 'POST',
      headers: { origin: testOrigin, ...(browser && { cookie: browser.cookies.header() }), ...headers },
      body: JSON.stringify({ token, ...fields }),
    })
    browser?.cookies.store(response)
    const body: AnyBody = JSON.parse(await response.text())
    return { ...body, cookies: response.headers.getSetCookie().map((line) => line.split('=')[0]!) }
  }

  async function newUser() {
    const address = newAddress()
    const { created_user_id: id } = await server.browser().signUp(address)
    return { address, id: id as string }
  }
  async function beginSignIn(address: string, browser = server.browser()) {
    const { id, supported_first_factors } = (await browser.call('POST', '/client/sign_ins', { identifier: address })).body
      .response
    const { email_address_id } = supported_first_factors.find(
      ({ strategy, safe_identifier }: AnyBody) => strategy === 'email_link' && safe_identifier === address,
    )
    const prepare = (fields: object = {}) =>
      browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, {
        strategy: 'email_link',
        email_address_id,
        redirect_url: landing,
        ...fields,
      })
    const { body } = await prepare()
    expect(body.response.first_factor_verification).toEqual({
      object: 'verification_email_link',
      status: 'unverified',
      strategy: 'email_link',
      attempts: null,
      expire_at: server.clock.now() + 600_000,
    })
    const look = () => browser.call('GET', `/client/sign_ins/${id}`)
    return { browser, id: id as string, prepare, look, token: await tokenFor(address) }
  }

  test('a link signs in the browser that asked for it, at once', async () => {
    const { address, id } = await newUser()
    const { browser, look, token } = await beginSignIn(address)
    expect((await look()).body.response.status).toBe('needs_first_factor')
    const { status, redirect_url, cookies } = await open(token, browser)
    const session = new URL(redirect_url).searchParams.get('__clerk_created_session')
    expect([status, redirect_url]).toEqual(['verified', `${landing}?__clerk_status=verified&__clerk_created_session=${session}`])
    expect(cookies).toEqual(expect.arrayContaining(['__session', '__client_uat', server.clientCookie]))
    const polled = await look()
    expect(polled.body.response).toMatchObject({
      status: 'complete',
      created_session_id: session,
      first_factor_verification: { status: 'verified', strategy: 'email_link' },
    })
    expect(polled.body.client.sessions).toMatchObject([{ id: session, user: { id } }])
  })

  test('on another device somebody confirms it, and the device that asked is signed in', async () => {
    await setting(false)
    const { address, id } = await newUser()
    const { browser, look, token } = await beginSignIn(address)
    const phone = server.browser()
    expect(await open(token, phone)).toEqual({ status: 'unconfirmed', cookies: [] })
    const opened = await open(token, phone, { confirmed: true })
    expect([opened.status, opened.cookies]).toEqual(['verified', []])
    expect((await phone.call('GET', '/client')).body.response).toBe(null)
    const polled = await look()
    expect(polled.body.client.sessions).toMatchObject([{ user: { id } }])
    expect(polled.cookies).toEqual(expect.arrayContaining(['__session', '__client_uat']))
    expect((await browser.call('GET', '/client')).body.response.sessions).toHaveLength(1)
    await setting(null)
  })

  test('attack: a link that somebody else asked for is confirmed on another device', async () => {
    const { address } = await newUser()
    const { look, token } = await beginSignIn(address)
    const opened = await open(token, server.browser(), { confirmed: true })
    expect(opened).toEqual({ status: 'client_mismatch', redirect_url: `${landing}?__clerk_status=client_mismatch`, cookies: [] })
    expect((await look()).body.response.status).toBe('needs_first_factor')
  })

  test("attack: a mail scanner's GET, HEAD or script spends a link", async () => {
    await setting(false)
    const { address } = await newUser()
    const { browser, look, token } = await beginSignIn(address)
    for (const method of ['GET', 'HEAD']) {
      const response = await server.request(`/__clerk/v1/verify?token=${token}`, {
        method,
        headers: { cookie: browser.cookies.header() },
      })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect((await open(token)).status).toBe('unconfirmed')
    const ahead = [
      ['sec-purpose', 'prefetch'],
      ['sec-purpose', 'prefetch;prerender'],
      ['purpose', 'prefetch'],
    ] as const
    for (const [name, value] of ahead)
      expect((await open(token, browser, { confirmed: true }, { [name]: value })).status).toBe('unconfirmed')
    expect((await look()).body.response.status).toBe('needs_first_factor')
    expect((await open(token, browser)).status).toBe('verified')
    await setting(null)
  })

  test('attack: another page follows a link with the cookies of the browser', async () => {
    const { address } = await newUser()
    const { browser, token } = await beginSignIn(address)
    const refused = await open(token, browser, {}, { origin: 'https://evil.example' })
    expect(refused.errors[0].code).toBe('origin_invalid')
  })

  test('attack: a link is followed twice, or by two at once', async () => {
    const { address } = await newUser()
    const { browser, token } = await beginSignIn(address)
    expect((await open(token, browser)).status).toBe('verified')
    expect((await open(token, browser)).status).toBe('expired')
    const again = await beginSignIn(address, server.browser())
    const both = await Promise.all([open(again.token, again.browser), open(again.token, again.browser)])
    expect(both.filter(({ status }) => status === 'verified')).toHaveLength(1)
  })

  test('attack: a link is followed after it expired, or after another was sent', async () => {
    const { address } = await newUser()
    const { browser, prepare, token } = await beginSignIn(address)
    await prepare()
    expect((await open(token, browser)).status).toBe('failed')
    const newest = await tokenFor(address)
    server.clock.advance(600_000)
    expect(await open(newest, browser)).toMatchObject({ status: 'expired', redirect_url: `${landing}?__clerk_status=expired` })
  })

  test('attack: the link of one attempt is used for another one', async () => {
    const { address } = await newUser()
    const [one, two] = [await beginSignIn(address), await beginSignIn(address)]
    const swapped = `${two.token.split('.')[0]}.${one.token.split('.')[1]}`
    expect((await open(swapped, two.browser)).status).toBe('failed')
    expect((await two.look()).body.response.status).toBe('needs_first_factor')
  })

  test("attack: a link in another person's session gives them nothing", async () => {
    await setting(false)
    const [{ address, id }, attacker] = [await newUser(), await newUser()]
    const { look, token } = await beginSignIn(address)
    const browser = server.browser()
    await browser.signIn(attacker.address)
    await open(token, browser, { confirmed: true })
    expect((await browser.call('GET', '/client')).body.response.sessions).toMatchObject([{ user: { id: attacker.id } }])
    expect((await look()).body.client.sessions).toMatchObject([{ user: { id } }])
    await setting(null)
  })

  test('attack: a code, a ticket or the secret of something else is followed as a link', async () => {
    const { id } = await newUser()
    const { body } = await server.backend('POST', '/sign_in_tokens', { user_id: id })
    const asLink = body.token.replace('ticket_', 'link_')
    for (const wrong of [body.token, asLink, '424242', 'state', `link_${'sia'}_${'x'.repeat(27)}.${'y'.repeat(43)}`])
      expect((await open(wrong, server.browser(), { confirmed: true })).status).toBe('failed')
    const { address } = await newUser()
    const { token } = await beginSignIn(address)
    const refused = await server.browser().call('POST', '/client/sign_ins', { strategy: 'ticket', ticket: token })
    expect(refused).toBeRefused(400, 'ticket_invalid_code')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    'https://localhost:3000@evil.example/',
    `${testOrigin}\\@evil.example`,
    'http://localhost:3000.evil.example/',
  ])('attack: a link leads on to %s', async (redirect_url) => {
    const { address } = await newUser()
    const { prepare } = await beginSignIn(address)
    expect(await prepare({ redirect_url })).toBeRefused(422, 'invalid_url')
  })

  test('a link is told where to lead, and is there only where it is switched on', async () => {
    const { address } = await newUser()
    const { prepare } = await beginSignIn(address)
    expect(await prepare({ redirect_url: '' })).toBeRefused(422, 'form_param_missing', 'redirect_url')
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_link: false } })
    expect((await prepare()).status).toBeGreaterThanOrEqual(400)
    await server.backend('PATCH', '/instance/settings', { sign_in: { email_link: true } })
  })

  test('attack: a link to an address that was taken from the account signs in', async () => {
    const { address, id } = await newUser()
    const { body: added } = await server.backend('POST', '/email_addresses', {
      user_id: id,
      email_address: newAddress(),
      verified: true,
      primary: true,
    })
    const { browser, token, look } = await beginSignIn(address)
    const user = (await server.backend('GET', `/users/${id}`)).body
    const old = user.email_addresses.find(({ email_address }: AnyBody) => email_address === address)
    expect(added.id).not.toBe(old.id)
    await server.backend('DELETE', `/email_addresses/${old.id}`)
    expect((await open(token, browser)).status).not.toBe('verified')
    expect((await look()).body.response?.created_session_id ?? null).toBe(null)
  })

  test.each<[string, (signIn: string, address: string) => Promise<unknown>]>([
    [
      'is another person’s by then, and the sign-in, too (CVE-2026-134315)',
      async (signIn, address) => {
        const { id: user_id } = await newUser()
        await server.instance.db.updateTable('email_addresses').set({ user_id }).where('email_address', '=', address).execute()
        await server.instance.db.updateTable('sign_ins').set({ user_id }).where('id', '=', signIn).execute()
      },
    ],
    [
      'reads otherwise by then',
      (_, address) =>
        server.instance.db
          .updateTable('email_addresses')
          .set({ email_address: newAddress() })
          .where('email_address', '=', address)
          .execute(),
    ],
    [
      'is not the one that the sign-in is about by then',
      (id) => server.instance.db.updateTable('sign_ins').set({ identification_id: 'idn_other' }).where('id', '=', id).execute(),
    ],
    [
      'belongs to a sign-in that has been told to choose a new password',
      (id) => server.instance.db.updateTable('sign_ins').set({ status: 'needs_new_password' }).where('id', '=', id).execute(),
    ],
  ])('attack: a link is followed whose address %s', async (_, change) => {
    const { address } = await newUser()
    const { browser, id, token } = await beginSignIn(address)
    await change(id, address)
    expect(await open(token, browser)).toMatchObject({ status: 'expired', cookies: [] })
    expect((await browser.call('GET', '/client')).body.response.sessions).toEqual([])
  })

  describe('signing up', () => {
    async function beginSignUp(browser = server.browser()) {
      const address = newAddress()
      const { id } = (await browser.call('POST', '/client/sign_ups', { email_address: address, password: testPassword })).body
        .response
      const prepared = await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, {
        strategy: 'email_link',
        redirect_url: landing,
      })
      expect(prepared.body.response.verifications.email_address).toMatchObject({ status: 'unverified', strategy: 'email_link' })
      return { address, browser, id: id as string, token: await tokenFor(address) }
    }

    test('a link verifies the address, and the account is made', async () => {
      const { address, browser, id, token } = await beginSignUp()
      const { status, redirect_url } = await open(token, browser)
      expect([status, redirect_url]).toEqual(['verified', expect.stringContaining('__clerk_created_session=sess_')])
      const { response, client } = (await browser.call('GET', `/client/sign_ups/${id}`)).body
      expect(response).toMatchObject({ status: 'complete', email_address: address })
      expect(client.sessions).toHaveLength(1)
    })

    test('attack: a link verifies another address, which the sign-up got meanwhile', async () => {
      const { browser, id, token } = await beginSignUp()
      await browser.call('PATCH', `/client/sign_ups/${id}`, { email_address: newAddress() })
      expect((await open(token, browser)).status).toBe('expired')
      expect((await browser.call('GET', `/client/sign_ups/${id}`)).body.response.status).toBe('missing_requirements')
    })
  })

  describe('in the profile', () => {
    async function addAddress() {
      const { address, id } = await newUser()
      const browser = server.browser()
      await browser.signIn(address)
      const added = newAddress()
      const { body } = await browser.call('POST', '/me/email_addresses', { email_address: added })
      const path = `/me/email_addresses/${body.response.id}`
      const prepare = () =>
        browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_link', redirect_url: landing })
      const { status } = await prepare()
      expect(status).toBe(200)
      const isVerified = async () => (await browser.call('GET', path)).body.response.verification.status === 'verified'
      return { address, added, browser, id, isVerified, token: await tokenFor(added) }
    }

    test('a link verifies an address of the person who asked', async () => {
      const { added, browser, isVerified, token } = await addAddress()
      expect(await open(token, browser)).toMatchObject({ status: 'verified', redirect_url: `${landing}?__clerk_status=verified` })
      expect(await isVerified()).toBe(true)
      expect((await server.mailbox.all()).at(-1)).toMatchObject({ kind: 'email_address_added' })
      expect(added).toBeTruthy()
    })

    test('attack: a change-of-address link is bound to the address, and not to the person (134315)', async () => {
      await setting(false)
      const mine = await addAddress()
      const attacker = server.browser()
      const theirs = await newUser()
      await attacker.signIn(theirs.address)
      const claimed = await attacker.call('POST', '/me/email_addresses', { email_address: mine.added })
      await open(mine.token, attacker, { confirmed: true })
      const path = `/me/email_addresses/${claimed.body.response.id}`
      const found = await attacker.call('GET', path)
      expect([found.status, found.body.response?.verification?.status]).not.toEqual([200, 'verified'])
      expect(await mine.isVerified()).toBe(true)
      await setting(null)
    })

    test('attack: a link is followed whose address reads otherwise or is proved by then, or while links are off', async () => {
      const change = (address: string, columns: { email_address: string } | { verified_at: number }) =>
        server.instance.db.updateTable('email_addresses').set(columns).where('email_address', '=', address).execute()
      const links = (email_link: boolean) => server.backend('PATCH', '/instance/settings', { sign_in: { email_link } })
      for (const meanwhile of [
        (address: string) => change(address, { email_address: newAddress() }),
        (address: string) => change(address, { verified_at: 1 }),
        () => links(false),
      ]) {
        const { added, browser, token } = await addAddress()
        await meanwhile(added)
        expect((await open(token, browser)).status).toBe('expired')
      }
      await links(true)
    })

    test('attack: somebody whose link was sent elsewhere follows it in a browser without them', async () => {
      const { isVerified, token } = await addAddress()
      const stranger = server.browser()
      await stranger.signIn((await newUser()).address)
      for (const browser of [server.browser(), stranger])
        expect((await open(token, browser, { confirmed: true })).status).toBe('client_mismatch')
      expect(await isVerified()).toBe(false)
    })
  })
})
