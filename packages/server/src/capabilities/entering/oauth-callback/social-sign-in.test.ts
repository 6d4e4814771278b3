import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../testing/lying-provider.js'
import { type SocialServer, socialServer, wayBack } from '../../../testing/social-server.js'
import { engines, testOrigin, testPassword } from '../../../testing/test-server.js'

let made = 0
const person = (claims: Partial<Person> = {}): Person => {
  const sub = `person-${++made}`
  return { sub, email: `${sub}@example.com`, email_verified: true, given_name: 'Alice', family_name: 'Liddell', ...claims }
}
const atEnd = { status: 303, location: wayBack.action_complete_redirect_url }
const goingOn = { status: 303, location: wayBack.redirect_url }

describe.each(engines)('an account of another service, on %s', (engine) => {
  let server: SocialServer
  beforeAll(async () => {
    server = await socialServer(engine)
  })
  afterAll(() => server.close())

  test('a browser is sent to the provider with all that binds the way back to it', async () => {
    const { address } = await server.begin(server.browser(), 'sign_ins')
    const { origin, pathname, searchParams } = new URL(address)
    expect(`${origin}${pathname}`).toBe(`${server.acme.issuer}/authorize`)
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'frontdesk',
      redirect_uri: `${testOrigin}/__clerk/v1/oauth_callback`,
      scope: 'openid profile email',
      state: expect.stringMatching(/^flow_\w{27}\.[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  test('a person signs up with what the provider says, signs out, and in again', async () => {
    const alice = person()
    const browser = server.browser()
    const before = (await server.events()).length
    expect(await server.go(browser, 'sign_ups', alice)).toMatchObject(atEnd)
    const { user } = (await server.stateOf(browser)).sessions[0]
    const verification = { status: 'verified', strategy: 'from_oauth_custom_acme' }
    expect(user).toMatchObject({
      first_name: 'Alice',
      last_name: 'Liddell',
      password_enabled: false,
      email_addresses: [{ email_address: alice.email, verification }],
    })
    expect((await server.events()).slice(before)).toEqual(['user.created', 'session.created'])
    await browser.call('DELETE', '/client/sessions')

    const again = server.browser()
    expect(await server.go(again, 'sign_ins', alice)).toMatchObject(atEnd)
    expect(await server.stateOf(again)).toMatchObject({
      sessions: [{ user: { id: user.id } }],
      last_authentication_strategy: 'oauth_custom_acme',
    })
    expect(await server.go(again, 'sign_ins', alice)).toMatchObject(goingOn)
    expect((await server.stateOf(again)).sign_in.first_factor_verification.error.code).toBe('identifier_already_signed_in')
  })

  test('who is unknown can sign up with the account, and who is known can sign in with it', async () => {
    const alice = person()
    const browser = server.browser()
    expect(await server.go(browser, 'sign_ins', alice)).toMatchObject(goingOn)
    expect((await server.stateOf(browser)).sign_in).toMatchObject({
      status: 'needs_identifier',
      first_factor_verification: { status: 'transferable', error: { code: 'external_account_not_found' } },
    })
    const { body } = await browser.call('POST', '/client/sign_ups', { transfer: true })
    expect(body.response).toMatchObject({ status: 'complete', created_session_id: expect.any(String) })

    const second = server.browser()
    expect(await server.go(second, 'sign_ups', alice)).toMatchObject(goingOn)
    expect((await server.stateOf(second)).sign_up.verifications.external_account).toMatchObject({
      status: 'transferable',
      error: { code: 'external_account_exists' },
    })
    const transferred = await second.call('POST', '/client/sign_ins', { transfer: true })
    expect(transferred.body.response).toMatchObject({ status: 'complete' })
    expect(transferred.body.client.sessions[0].user.id).toBe(body.client.sessions[0].user.id)
    const more = await second.call('POST', '/client/sign_ins', { transfer: true })
    expect(more).toMatchObject({ status: 400, body: { errors: [{ code: 'account_transfer_invalid' }] } })
  })

  test('who cancels at the provider reads so, and can try again', async () => {
    const alice = person()
    const browser = server.browser()
    const { address } = await server.begin(browser, 'sign_ins')
    const back = new URL(server.acme.allow(address, alice))
    back.searchParams.delete('code')
    back.searchParams.set('error', 'access_denied')
    expect(await server.comeBack(browser, back.href)).toMatchObject(goingOn)
    expect((await server.stateOf(browser)).sign_in.first_factor_verification).toMatchObject({
      status: 'failed',
      error: { code: 'oauth_access_denied' },
    })
    expect(await server.go(browser, 'sign_ups', alice)).toMatchObject(atEnd)
  })

  test('a provider that answers by a form is answered with the cookies of this origin', async () => {
    const browser = server.browser()
    const { address } = await server.begin(browser, 'sign_ups')
    const { pathname, search } = new URL(server.acme.allow(address, person()))
    const posted = await server.request(pathname, {
      method: 'POST',
      headers: { origin: server.acme.issuer, 'content-type': 'application/x-www-form-urlencoded' },
      body: search.slice(1),
    })
    expect(posted.status).toBe(303)
    const location = posted.headers.get('location') ?? ''
    expect(location).toMatch(/^\/__clerk\/v1\/oauth_callback\?code=/)
    expect(await server.comeBack(browser, `${testOrigin}${location}`)).toMatchObject(atEnd)
  })

  test('what the provider does not say is asked for', async () => {
    const { sub } = person()
    const browser = server.browser()
    await server.go(browser, 'sign_ups', { sub })
    const { sign_up } = await server.stateOf(browser)
    expect(sign_up).toMatchObject({
      status: 'missing_requirements',
      missing_fields: ['email_address'],
      verifications: { external_account: { status: 'verified' } },
    })
    const path = `/client/sign_ups/${sign_up.id}`
    await browser.call('PATCH', path, { email_address: `${sub}@example.com` })
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(`${sub}@example.com`)
    const { body } = await browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect(body.response.status).toBe('complete')
    expect(await server.go(server.browser(), 'sign_ins', { sub })).toMatchObject(atEnd)
  })

  test('an account whose address is verified on both sides is connected once its owner has signed in', async () => {
    const alice = person()
    await server.browser().signUp(alice.email)
    const browser = server.browser()
    expect(await server.go(browser, 'sign_ups', alice)).toMatchObject(goingOn)
    const { body } = await browser.call('POST', '/client/sign_ins', { transfer: true })
    expect(body.client.sessions).toEqual([])
    expect(body.response).toMatchObject({
      status: 'needs_first_factor',
      identifier: alice.email,
      first_factor_verification: { status: 'failed', error: { code: 'external_account_to_connect' } },
    })
    const attempted = await browser.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, {
      strategy: 'password',
      password: testPassword,
    })
    expect(attempted.body.response.status).toBe('complete')
    expect(await server.go(server.browser(), 'sign_ins', alice)).toMatchObject(atEnd)
  })
})
