import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../../start/instance.js'
import { eventTypesOf } from '../../../testing/events-of.js'
import { type Doctored, type SoftwareAuthenticator, softwareAuthenticator } from '../../../testing/software-authenticator.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'
import { findSession } from '../../devices/sessions/sessions.js'
import { checkUse } from '../../entering/factors/passkey.js'
import { requireUser } from '../../identity/users/users.js'
import { addOwnPasskey } from './passkeys.js'

const strategy = 'passkey'
const by = { client: null, newSecret: null, origin: null, address: '203.0.113.7', userAgent: '' }

describe.each(engines)('passkeys on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { signIn: { passkey: true }, secondFactors: { totp: true } })
  })
  afterAll(() => server.close())

  /** Somebody who signed up and has a passkey. */
  async function owner({ counts = false } = {}) {
    const browser = server.browser()
    const address = `${crypto.randomUUID()}@example.com`
    const { created_user_id: userId } = await browser.signUp(address)
    const device = softwareAuthenticator({ counts })
    const { id } = await enrol(browser, device)
    return { browser, address, userId, device, id }
  }

  async function enrol(browser: TestBrowser, device: SoftwareAuthenticator): Promise<AnyBody> {
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    const added = await attempt(browser, asked.id, device.make(asked.verification.nonce))
    expect(added.status).toBe(200)
    return added.body.response
  }

  const attempt = (browser: TestBrowser, id: string, credential: string) =>
    browser.call('POST', `/me/passkeys/${id}/attempt_verification`, { strategy, public_key_credential: credential })

  const ask = async (browser: TestBrowser): Promise<AnyBody> =>
    (await browser.call('POST', '/client/sign_ins', { strategy })).body.response

  const answer = (browser: TestBrowser, id: string, credential: string) =>
    browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy, public_key_credential: credential })

  async function signIn(device: SoftwareAuthenticator, doctored?: Doctored, browser = server.browser()) {
    const asked = await ask(browser)
    return answer(browser, asked.id, device.sign(asked.first_factor_verification.nonce, doctored))
  }

  const noticesTo = async (address: string) =>
    (await server.mailbox.all()).filter(({ to, kind }) => to === address && kind.startsWith('passkey')).map(({ kind }) => kind)

  test('a passkey is made for the relying party of the configuration, shown, renamed and removed, and its owner is told', async () => {
    const browser = server.browser()
    const address = 'passkeys@example.com'
    const { created_user_id: userId } = await browser.signUp(address)
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    const options = JSON.parse(asked.verification.nonce)
    expect(asked).toMatchObject({ object: 'passkey', name: '', verification: { status: 'unverified', strategy } })
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'My app' },
      user: { name: address },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(userId)

    const device = softwareAuthenticator()
    let added: AnyBody
    const told = await eventTypesOf(server, async () => {
      added = await attempt(browser, asked.id, device.make(asked.verification.nonce))
    })
    expect(told).toEqual(['user.updated'])
    expect(added.body.response).toMatchObject({ id: asked.id, name: 'Passkey', verification: { status: 'verified' } })
    expect(added.body.client.sessions[0].user.passkeys).toHaveLength(1)
    expect((await server.backend('GET', `/users/${userId}`)).body.passkeys).toMatchObject([{ id: asked.id, name: 'Passkey' }])
    const again = JSON.parse((await browser.call('POST', '/me/passkeys')).body.response.verification.nonce)
    expect(again.excludeCredentials).toMatchObject([{ id: device.credentialId(), transports: ['internal', 'hybrid'] }])

    const path = `/me/passkeys/${asked.id}`
    expect((await browser.call('PATCH', path, { name: ' My key ' })).body.response.name).toBe('My key')
    expect((await browser.call('GET', path)).body.response).toMatchObject({ name: 'My key', last_used_at: null })
    expect((await browser.call('DELETE', path)).body.response).toEqual({ object: 'passkey', id: asked.id, deleted: true })
    expect(await browser.call('GET', path)).toBeRefused(404, 'resource_not_found')
    expect((await browser.call('GET', '/me')).body.response.passkeys).toEqual([])
    expect(await noticesTo(address)).toEqual(['passkey_added', 'passkey_removed'])
    expect(await signIn(device)).toBeRefused(404, 'passkey_not_registered')
  })

  test('a passkey signs in by itself, and for the account that was named', async () => {
    const { address, userId, device, id } = await owner({ counts: true })
    const browser = server.browser()
    server.clock.advance(60_000)
    const told = await eventTypesOf(server, async () => {
      const signedIn = await signIn(device, {}, browser)
      expect(signedIn.body.response).toMatchObject({
        status: 'complete',
        first_factor_verification: { status: 'verified', strategy },
      })
      expect(signedIn.cookies).toContain(server.clientCookie)
    })
    expect(told).toEqual(['session.created'])
    const { response } = (await browser.call('GET', '/client')).body
    expect(response).toMatchObject({ last_authentication_strategy: strategy, sessions: [{ user: { id: userId } }] })
    expect(response.sessions[0].user.passkeys).toMatchObject([{ id, last_used_at: server.clock.now() }])

    const other = server.browser()
    const named = (await other.call('POST', '/client/sign_ins', { identifier: address })).body.response
    expect(named.supported_first_factors).toContainEqual({ strategy })
    const prepared = (await other.call('POST', `/client/sign_ins/${named.id}/prepare_first_factor`, { strategy })).body.response
    const { nonce } = prepared.first_factor_verification
    expect(JSON.parse(nonce)).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
    expect((await answer(other, named.id, device.sign(nonce))).body.response.status).toBe('complete')
  })

  test('an app takes a passkey from a user, who is told', async () => {
    const { address, userId, device, id } = await owner()
    const path = `/users/${userId}/passkeys/${id}`
    expect(await server.backend('DELETE', `/users/user_other/passkeys/${id}`)).toBeRefused(404, 'resource_not_found')
    expect((await server.backend('DELETE', path)).body).toEqual({ object: 'passkey', id, deleted: true })
    expect(await server.backend('DELETE', path)).toBeRefused(404, 'resource_not_found')
    expect(await noticesTo(address)).toEqual(['passkey_added', 'passkey_removed'])
    expect(await signIn(device)).toBeRefused(404, 'passkey_not_registered')
  })

  test('an account has at most ten passkeys', async () => {
    const { browser } = await owner()
    for (let at = 1; at < 10; at++) await enrol(browser, softwareAuthenticator())
    expect(await browser.call('POST', '/me/passkeys')).toBeRefused(403, 'passkey_quota_exceeded')
  })

  test.each<[string, Doctored]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['a page within another page', { crossOrigin: true }],
    ['another relying party', { rpId: 'evil.example' }],
    ['without verification of the person', { isUserVerified: false }],
    ['an answer of another kind', { type: 'webauthn.create' }],
    ['a count that went back, as that of a copy', { counter: 1 }],
    ['the handle of another person', { userHandle: Buffer.from('user_other').toString('base64url') }],
    ['no handle, where nobody was named', { userHandle: null }],
  ])('attack: a passkey does not sign in with %s', async (_, doctored) => {
    const { device } = await owner({ counts: true })
    expect((await signIn(device)).body.response.status).toBe('complete')
    expect((await signIn(device)).body.response.status).toBe('complete')
    const told = await eventTypesOf(server, async () =>
      expect(await signIn(device, doctored)).toBeRefused(400, 'passkey_authentication_failure'),
    )
    expect(told).toEqual([])
  })

  test.each<[string, Doctored]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['a page within another page', { crossOrigin: true }],
    ['another relying party', { rpId: 'evil.example' }],
    ['without verification of the person', { isUserVerified: false }],
    ['an answer of another kind', { type: 'webauthn.get' }],
    ['a key for no algorithm', { algorithm: 0 }],
    ['a key for a weak algorithm', { algorithm: -65535 }],
    ['a certificate, whose addresses the server would ask', { attestation: withCertificate() }],
  ])('attack: no passkey is added by %s', async (_, doctored) => {
    const browser = server.browser()
    await browser.signUp()
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    const made = softwareAuthenticator().make(asked.verification.nonce, doctored)
    expect(await attempt(browser, asked.id, made)).toBeRefused(400, 'passkey_registration_failed')
    expect((await browser.call('GET', '/me')).body.response.passkeys).toEqual([])
  })

  test("attack: another person's passkey does not sign in to the account that was named", async () => {
    const victim = await owner()
    const thief = await owner()
    const browser = server.browser()
    const { id } = (await browser.call('POST', '/client/sign_ins', { identifier: victim.address })).body.response
    const prepare = async () =>
      (await browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { strategy })).body.response
        .first_factor_verification.nonce
    for (const userHandle of [undefined, null, Buffer.from(victim.userId).toString('base64url')]) {
      const signed = thief.device.sign(await prepare(), { userHandle })
      expect(await answer(browser, id, signed)).toBeRefused(400, 'passkey_authentication_failure')
    }
  })

  test('attack: a signature serves once, in the attempt that asked for it, and guesses are counted', async () => {
    const { device, userId } = await owner()
    const browser = server.browser()
    const asked = await ask(browser)
    const { nonce } = asked.first_factor_verification
    const signed = device.sign(nonce)
    const other = await ask(browser)
    expect(await answer(browser, other.id, signed)).toBeRefused(400, 'passkey_invalid_verification')

    const both = await Promise.all([answer(browser, asked.id, signed), answer(browser, asked.id, signed)])
    expect(both.map(({ status }) => status === 200).sort()).toEqual([false, true])
    expect((await server.backend('GET', `/sessions?user_id=${userId}&status=active`)).body).toHaveLength(2)
    expect((await answer(browser, asked.id, signed)).status).toBe(404)

    const guessed = await ask(server.browser())
    expect(guessed.id).not.toBe(asked.id)
    const third = server.browser()
    const { id, first_factor_verification: verification } = await ask(third)
    for (let at = 0; at < 3; at++)
      expect(await answer(third, id, device.sign(verification.nonce, { challenge: 'guessed' }))).toBeRefused(
        400,
        'passkey_invalid_verification',
      )
    expect(await answer(third, id, device.sign(verification.nonce))).toBeRefused(400, 'passkey_invalid_verification')
  })

  test('attack: two requests have both found a signature right, or the count of a copy, before either used it', async () => {
    const { device, userId } = await owner({ counts: true })
    const [one, two] = [await ask(server.browser()), await ask(server.browser())]
    const check = (asked: AnyBody, doctored?: Doctored) => {
      const signed = device.sign(asked.first_factor_verification.nonce, doctored)
      return checkUse(server.instance, 'passkey_sign_in', asked.id, signed, userId)
    }
    const settled = async (uses: Array<ReturnType<typeof check>>) => {
      const ways = (await Promise.all(uses)).map(({ settle }) => transaction(server.instance, settle))
      return (await Promise.allSettled(ways)).map(({ status }) => status).sort()
    }
    const synced = await owner()
    const three = await ask(server.browser())
    const signed = synced.device.sign(three.first_factor_verification.nonce)
    const again = () => checkUse(server.instance, 'passkey_sign_in', three.id, signed, synced.userId)
    expect(await settled([again(), again()])).toEqual(['fulfilled', 'rejected'])
    expect(await settled([check(one, { counter: 9 }), check(two, { counter: 9 })])).toEqual(['fulfilled', 'rejected'])
  })

  test('attack: one question is answered with two passkeys', async () => {
    const browser = server.browser()
    await browser.signUp()
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    expect((await attempt(browser, asked.id, softwareAuthenticator().make(asked.verification.nonce))).status).toBe(200)
    const second = softwareAuthenticator().make(asked.verification.nonce)
    expect(await attempt(browser, asked.id, second)).toBeRefused(400, 'passkey_invalid_verification')
  })

  test('attack: a challenge is too old, or was made for a passkey that is to be added', async () => {
    const { browser: signedIn, device } = await owner()
    const browser = server.browser()
    const asked = await ask(browser)
    const { verification } = (await signedIn.call('POST', '/me/passkeys')).body.response
    const { challenge } = JSON.parse(verification.nonce)
    const { nonce } = asked.first_factor_verification
    expect(await answer(browser, asked.id, device.sign(nonce, { challenge }))).toBeRefused(400, 'passkey_invalid_verification')
    server.clock.advance(601_000)
    expect(await answer(browser, asked.id, device.sign(nonce))).toBeRefused(400, 'passkey_invalid_verification')
  })

  test('attack: a session that was revoked, and one of another person, add no passkey (CVE-2026-134321)', async () => {
    const browser = server.browser()
    const { created_session_id: sessionId } = await browser.signUp()
    const thief = server.browser()
    await thief.signUp()
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    const made = softwareAuthenticator().make(asked.verification.nonce)
    expect(await attempt(thief, asked.id, made)).toBeRefused(400, 'passkey_invalid_verification')
    const own = (await thief.call('POST', '/me/passkeys')).body.response
    const ofOwn = softwareAuthenticator().make(own.verification.nonce)
    expect(await attempt(thief, asked.id, ofOwn)).toBeRefused(404, 'resource_not_found')

    const { instance } = server
    const session = (await findSession(instance, sessionId))! // as a request, or a cache, has read it
    const user = await requireUser(instance, session.user_id)
    await server.backend('POST', `/sessions/${sessionId}/revoke`)
    const late = addOwnPasskey(instance, user, session, asked.id, made, by)
    await expect(late).rejects.toMatchObject({ status: 401, errors: [{ code: 'signed_out' }] })
    expect(await attempt(browser, asked.id, made)).toBeRefused(401, 'signed_out')
    expect(await browser.call('POST', '/me/passkeys')).toBeRefused(401, 'signed_out')
  })

  test("attack: one passkey is no other account's as well, and other people's are not there", async () => {
    const { device, id } = await owner()
    const thief = server.browser()
    await thief.signUp()
    const asked = (await thief.call('POST', '/me/passkeys')).body.response
    expect(await attempt(thief, asked.id, device.make(asked.verification.nonce))).toBeRefused(400, 'passkey_already_exists')
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(await thief.call(method, `/me/passkeys/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('a passkey is both factors of a session where the account has a second one, and is asked for alone', async () => {
    const { device, userId } = await owner()
    const ageOfFactors = async () => (await signIn(device)).body.client.sessions[0].factor_verification_age
    expect(await ageOfFactors()).toEqual([0, -1])
    await server.backend('PATCH', `/users/${userId}`, { totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
    expect(await ageOfFactors()).toEqual([0, 0])
  })

  test('what is no credential is refused before it is counted', async () => {
    const browser = server.browser()
    const { id } = await ask(browser)
    for (const credential of ['{}', 'no JSON', JSON.stringify({ id: 'a', rawId: 'a', type: 'password', response: {} })])
      expect(await answer(browser, id, credential)).toBeRefused(422, 'passkey_invalid_public_key_credential')
  })

  test('attack: "this was not me" takes the passkeys that a stranger added', async () => {
    const { address, device } = await owner()
    const { text } = (await server.mailbox.all()).findLast(({ to, kind }) => to === address && kind === 'passkey_added')!
    const [, token] = /\/not-me#([\w-]+)/.exec(text)!
    const headers = { origin: testOrigin }
    expect((await server.request('/__clerk/not-me', { method: 'POST', headers, body: token! })).status).toBe(200)
    expect(await signIn(device)).toBeRefused(404, 'passkey_not_registered')
  })
})

describe.each(engines)('a passkey as a second factor on %s', (engine) => {
  let server: TestServer
  const device = softwareAuthenticator()
  const identifier = 'second@example.com'
  beforeAll(async () => {
    server = await testServer(engine, {
      signIn: { passkey: true },
      secondFactors: { passkey: true },
      passkeys: { satisfiesSecondFactor: false },
    })
    const browser = server.browser()
    await browser.signUp(identifier)
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    await browser.call('POST', `/me/passkeys/${asked.id}/attempt_verification`, {
      public_key_credential: device.make(asked.verification.nonce),
    })
  })
  afterAll(() => server.close())

  test('attack: what was signed before the password was checked stands as the second factor (CVE-2026-134316)', async () => {
    const browser = server.browser()
    const { id } = (await browser.call('POST', '/client/sign_ins', { identifier })).body.response
    const path = `/client/sign_ins/${id}`
    const prepared = await browser.call('POST', `${path}/prepare_first_factor`, { strategy })
    const { nonce } = prepared.body.response.first_factor_verification
    await browser.call('POST', `${path}/attempt_first_factor`, { strategy: 'password', password: testPassword })
    const early = { strategy, public_key_credential: device.sign(nonce) }
    expect(await browser.call('POST', `${path}/attempt_second_factor`, early)).toBeRefused(400, 'passkey_invalid_verification')
  })

  test('is asked for after the password, and never beside itself', async () => {
    const other = server.browser()
    const first = (
      await other.call('POST', '/client/sign_ins', {
        identifier,
        password: testPassword,
        strategy: 'password',
      })
    ).body.response
    expect(first).toMatchObject({ status: 'needs_second_factor', supported_second_factors: [{ strategy }] })
    const path = `/client/sign_ins/${first.id}`
    const prepared = (await other.call('POST', `${path}/prepare_second_factor`, { strategy })).body.response
    const { nonce } = prepared.second_factor_verification
    expect(JSON.parse(nonce).allowCredentials).toMatchObject([{ id: device.credentialId() }])
    const attempt = (fields: object) => other.call('POST', `${path}/attempt_second_factor`, { strategy, ...fields })
    expect(await attempt({ public_key_credential: device.sign(nonce, { isUserVerified: false }) })).toBeRefused(
      400,
      'passkey_authentication_failure',
    )
    const done = await attempt({ public_key_credential: device.sign(nonce) })
    expect(done.body.response).toMatchObject({ status: 'complete', second_factor_verification: { strategy } })

    const third = server.browser()
    const alone = (await third.call('POST', '/client/sign_ins', { strategy })).body.response
    const signed = await third.call('POST', `/client/sign_ins/${alone.id}/attempt_first_factor`, {
      strategy,
      public_key_credential: device.sign(alone.first_factor_verification.nonce),
    })
    expect(signed.body.response.status).toBe('complete')
  })

  test('a sign-in that was under way when a passkey was added is over', async () => {
    const browser = server.browser()
    await browser.signUp('later@example.com')
    const stranger = server.browser()
    const { id } = (await stranger.call('POST', '/client/sign_ins', { identifier: 'later@example.com' })).body.response
    const asked = (await browser.call('POST', '/me/passkeys')).body.response
    const made = { public_key_credential: softwareAuthenticator().make(asked.verification.nonce) }
    expect((await browser.call('POST', `/me/passkeys/${asked.id}/attempt_verification`, made)).status).toBe(200)
    const fields = { strategy: 'password', password: testPassword }
    const late = await stranger.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, fields)
    expect(late).toBeRefused(404, 'resource_not_found')
  })
})

describe('the relying party', () => {
  const related = async (server: TestServer) => {
    const answer = await server.request('/.well-known/webauthn')
    return answer.status === 200 ? ((await answer.json()) as AnyBody).origins : answer.status
  }

  test('is that of the public URL or the domain, and names the origins that may use it besides', async () => {
    const atUrl = await testServer('sqlite', {
      publicUrl: 'https://app.example.com',
      allowedOrigins: ['https://shop.example', 'capacitor://localhost', 'https://admin.app.example.com'],
      signIn: { passkey: true },
    })
    expect(await related(atUrl)).toEqual(['https://shop.example'])
    const browser = atUrl.browser()
    await browser.signUp()
    const ask = async () => (await browser.call('POST', '/me/passkeys')).body.response
    const asked = await ask()
    expect(JSON.parse(asked.verification.nonce).rp.id).toBe('app.example.com')
    const add = (id: string, public_key_credential: string) =>
      browser.call('POST', `/me/passkeys/${id}/attempt_verification`, { public_key_credential })
    const atHost = softwareAuthenticator().make(asked.verification.nonce, { origin: 'http://localhost:3000' })
    expect(await add(asked.id, atHost)).toBeRefused(400, 'passkey_registration_failed')
    for (const origin of ['https://app.example.com', 'https://shop.example']) {
      const { id, verification } = await ask()
      expect((await add(id, softwareAuthenticator().make(verification.nonce, { origin }))).status).toBe(200)
    }
    await atUrl.close()
  })

  test('attack: passkeys are made for no host that a request names', async () => {
    const server = await testServer('sqlite', { signIn: { passkey: true } })
    const asked = await server.request('http://evil.example/__clerk/v1/client/sign_ins', {
      method: 'POST',
      headers: { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ strategy }).toString(),
    })
    const { response } = (await asked.json()) as AnyBody
    expect(JSON.parse(response.first_factor_verification.nonce).rpId).toBe('localhost')
    await server.close()
  })

  test('is nobody where nothing is configured, so that passkeys are off', async () => {
    const server = await testServer('sqlite', { environment: 'production', signIn: { passkey: true } })
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.user_settings.attributes.passkey.enabled).toBe(false)
    expect(await server.browser().call('POST', '/client/sign_ins', { strategy })).toBeRefused(403, 'feature_not_enabled')
    expect(await related(server)).toBe(404)
    await server.close()
  })

  test('is asked for no passkeys while they are off', async () => {
    const server = await testServer('sqlite')
    const browser = server.browser()
    await browser.signUp()
    expect(await browser.call('POST', '/me/passkeys')).toBeRefused(403, 'feature_not_enabled')
    expect(await server.browser().call('POST', '/client/sign_ins', { strategy })).toBeRefused(422, 'form_param_value_invalid')
    await server.close()
  })
})

/** As a security key gives it that was asked for one. */
function withCertificate(): NonNullable<Doctored['attestation']> {
  const statement = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(64)],
    ['x5c', [new Uint8Array(64)]],
  ])
  return { format: 'packed', statement }
}
