import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'
import { factors } from '../factors/matrix.js'

describe.each(engines)('Tickets on %s', (engine) => {
  let server: TestServer
  let other: TestServer
  beforeAll(async () => {
    server = await testServer(engine)
    other = await testServer(engine)
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })

  let addresses = 0
  const newAddress = () => `ticket-${++addresses}@example.com`
  const ticketIn = (url: string) => new URL(url).searchParams.get('ticket')!

  async function newUser() {
    const address = newAddress()
    const { created_user_id: id } = await server.browser().signUp(address)
    return { address, id: id as string }
  }
  const newToken = async (user_id: string, fields: object = {}): Promise<AnyBody> =>
    (await server.backend('POST', '/sign_in_tokens', { user_id, ...fields })).body
  const invite = async (fields: object = {}): Promise<AnyBody & { ticket: string }> => {
    const { body } = await server.backend('POST', '/invitations', { email_address: newAddress(), notify: false, ...fields })
    return { ...body, ticket: ticketIn(body.url) }
  }
  const signIn = (ticket: string, browser = server.browser()) =>
    browser.call('POST', '/client/sign_ins', { strategy: 'ticket', ticket })
  const signUp = (ticket: string, fields: object = {}, browser = server.browser()) =>
    browser.call('POST', '/client/sign_ups', { strategy: 'ticket', ticket, ...fields })

  describe('sign-in tokens', () => {
    test('an app signs one of its users in, once', async () => {
      const { id } = await newUser()
      const { status, body } = await server.backend('POST', '/sign_in_tokens', { user_id: id, expires_in_seconds: 60 })
      expect([status, body]).toEqual([
        200,
        {
          object: 'sign_in_token',
          id: expect.stringMatching(/^sit_\w{27}$/),
          user_id: id,
          token: expect.stringMatching(/^ticket_sit_\w{27}\.[\w-]{43}$/),
          status: 'pending',
          url: `${testOrigin}/__clerk/v1/tickets/accept?ticket=${body.token}`,
          created_at: server.clock.now(),
          updated_at: server.clock.now(),
        },
      ])
      const browser = server.browser()
      const answer = await signIn(body.token, browser)
      expect([answer.status, answer.body.response]).toMatchObject([
        200,
        { status: 'complete', first_factor_verification: { status: 'verified', strategy: 'ticket' } },
      ])
      expect(answer.body.client.sessions).toMatchObject([{ user: { id } }])
      expect(answer.cookies).toContain(server.clientCookie)
      expect(await signIn(body.token)).toBeRefused(400, 'sign_in_token_already_used_code')
      expect(await server.backend('POST', `/sign_in_tokens/${body.id}/revoke`)).toBeRefused(
        400,
        'sign_in_token_cannot_be_revoked_code',
      )
    })

    test('attack: a sign-in token that is revoked, or too old, signs in all the same', async () => {
      const { id } = await newUser()
      const revoked = await newToken(id)
      expect((await server.backend('POST', `/sign_in_tokens/${revoked.id}/revoke`)).body).toMatchObject({
        id: revoked.id,
        status: 'revoked',
        token: '',
        url: null,
      })
      expect(await signIn(revoked.token)).toBeRefused(400, 'sign_in_token_revoked_code')
      const short = await newToken(id, { expires_in_seconds: 60 })
      server.clock.advance(60_000)
      expect(await signIn(short.token)).toBeRefused(400, 'ticket_expired_code')
      expect(await server.backend('POST', '/sign_in_tokens', { user_id: 'user_none' })).toBeRefused(404, 'resource_not_found')
      expect(await server.backend('POST', '/sign_in_tokens/sit_none/revoke')).toBeRefused(404, 'resource_not_found')
    })

    test('attack: two use one ticket at the same time', async () => {
      const { id } = await newUser()
      const { token } = await newToken(id)
      const answers = await Promise.all([signIn(token), signIn(token), signIn(token)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    })

    test('attack: the ticket of another instance, or one that was changed', async () => {
      const { id } = await newUser()
      const { created_user_id } = await other.browser().signUp(newAddress())
      const { body: foreign } = await other.backend('POST', '/sign_in_tokens', { user_id: created_user_id })
      const { token } = await newToken(id)
      const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
      const swapped = `${(await newToken(id)).token.split('.')[0]}.${token.split('.')[1]}`
      for (const wrong of [foreign.token, changed, swapped, 'ticket_', token.split('.')[0], 'eyJhbGciOiJub25lIn0.e30.'])
        expect(await signIn(wrong)).toBeRefused(400, 'ticket_invalid_code')
      expect((await signIn(token)).body.response.status).toBe('complete')
    })

    test('attack: a banned user is let in by a ticket', async () => {
      const { id } = await newUser()
      const { token } = await newToken(id)
      await server.backend('POST', `/users/${id}/ban`)
      expect(await signIn(token)).toBeRefused(403, 'user_banned')
    })

    test('attack: a sign-in token makes an account', async () => {
      const { id } = await newUser()
      expect(await signUp((await newToken(id)).token)).toBeRefused(400, 'sign_in_token_not_in_sign_in_code')
    })

    test('tickets can be switched off', async () => {
      const { id } = await newUser()
      const { token } = await newToken(id)
      await server.backend('PATCH', '/instance/settings', { sign_in: { ticket: false } })
      expect((await signIn(token)).status).toBe(422)
      await server.backend('PATCH', '/instance/settings', { sign_in: { ticket: null } })
      expect((await signIn(token)).status).toBe(200)
    })
  })

  describe('invitations', () => {
    test('whoever accepts one has the address verified and the metadata, and once is enough', async () => {
      const { id, ticket, email_address } = await invite({ public_metadata: { role: 'chef' } })
      const browser = server.browser()
      const begun = await signUp(ticket, {}, browser)
      expect(begun.body.response).toMatchObject({
        status: 'missing_requirements',
        email_address,
        missing_fields: ['password'],
        unverified_fields: [],
        verifications: { email_address: { status: 'verified', strategy: 'ticket' } },
      })
      const path = `/client/sign_ups/${begun.body.response.id}`
      const types = await eventTypesOf(server, async () => {
        const { body } = await browser.call('PATCH', path, { password: testPassword })
        expect(body.response.status).toBe('complete')
        const user = (await server.backend('GET', `/users/${body.response.created_user_id}`)).body
        expect(user).toMatchObject({
          public_metadata: { role: 'chef' },
          email_addresses: [{ email_address, verification: { status: 'verified', strategy: 'ticket' } }],
        })
      })
      expect(types).toEqual(['user.created', 'session.created'])
      const [listed] = (await server.backend('GET', `/invitations?query=${id}`)).body
      expect(listed.status).toBe('accepted')
      expect(await signUp(ticket)).toBeRefused(400, 'invitation_already_accepted')
      expect(await server.backend('POST', `/invitations/${id}/revoke`)).toBeRefused(400, 'invitation_already_accepted')
    })

    test('one call is enough where it brings all that is asked for', async () => {
      const { ticket } = await invite()
      expect((await signUp(ticket, { password: testPassword })).body.response.status).toBe('complete')
    })

    test('who has an account by now signs in with it', async () => {
      const { id, address } = await newUser()
      const { ticket } = await invite({ email_address: address, ignore_existing: true })
      expect(await signUp(ticket)).toBeRefused(400, 'invitation_account_exists')
      const { body } = await signIn(ticket)
      expect(body.client.sessions).toMatchObject([{ user: { id } }])
      expect(await signIn(ticket)).toBeRefused(400, 'invitation_already_accepted')
      expect(await signIn((await invite()).ticket)).toBeRefused(400, 'invitation_account_not_exists')
    })

    test('attack: somebody knows which invitation there is, and not its ticket', async () => {
      const { id } = await invite()
      const { address } = await newUser()
      const known = await invite({ email_address: address, ignore_existing: true })
      const guessed = `.${'x'.repeat(43)}`
      expect(await signUp(`ticket_${id}${guessed}`, { password: testPassword })).toBeRefused(400, 'ticket_invalid_code')
      expect(await signIn(`ticket_${known.id}${guessed}`)).toBeRefused(400, 'ticket_invalid_code')
    })

    test('attack: an invitation is accepted for another address', async () => {
      const { ticket } = await invite()
      expect(await signUp(ticket, { email_address: newAddress() })).toBeRefused(422, 'form_param_value_invalid', 'email_address')
      const browser = server.browser()
      const { id } = (await signUp(ticket, {}, browser)).body.response
      const changed = await browser.call('PATCH', `/client/sign_ups/${id}`, {
        email_address: newAddress(),
        password: testPassword,
      })
      expect(changed).toBeRefused(422, 'form_param_value_invalid', 'email_address')
    })

    test('attack: an invitation that is revoked while it is accepted makes an account', async () => {
      const { id, ticket } = await invite()
      const browser = server.browser()
      const begun = (await signUp(ticket, {}, browser)).body.response
      await server.backend('POST', `/invitations/${id}/revoke`)
      const finish = () => browser.call('PATCH', `/client/sign_ups/${begun.id}`, { password: testPassword })
      expect(await finish()).toBeRefused(400, 'revoked_invitation')
      expect(await signUp(ticket)).toBeRefused(400, 'revoked_invitation')
    })

    test('attack: two accept one invitation at the same time', async () => {
      const { ticket } = await invite()
      const answers = await Promise.all([1, 2, 3].map(() => signUp(ticket, { password: testPassword })))
      expect(answers.filter(({ body }) => body.response?.status === 'complete')).toHaveLength(1)
    })

    test('attack: metadata is sent along with the ticket, or written into it', async () => {
      const { ticket } = await invite({ public_metadata: { role: 'guest' } })
      expect(await signUp(ticket, { public_metadata: { role: 'admin' } })).toBeRefused(422, 'form_param_unknown')
      const claims = Buffer.from(JSON.stringify({ public_metadata: { role: 'admin' } })).toString('base64url')
      for (const wrong of [`${ticket}.${claims}`, `${claims}.${ticket}`, ticket.replace('.', `.${claims}`)])
        expect(await signUp(wrong)).toBeRefused(400, 'ticket_invalid_code')
    })
  })

  describe('where a link leads', () => {
    const follow = async (url: string, browser?: TestBrowser) => {
      const response = await server.request(url.slice(testOrigin.length), {
        redirect: 'manual',
        headers: browser ? { cookie: browser.cookies.header() } : {},
      })
      return [response.status, response.headers.get('location')]
    }

    test('an invitation leads to sign-up, or to sign-in for a user, and a sign-in token to sign-in', async () => {
      const invitation = await invite()
      expect(await follow(invitation.url)).toEqual([303, `/sign-up?__clerk_ticket=${invitation.ticket}&__clerk_status=sign_up`])
      const { id, address } = await newUser()
      const known = await invite({ email_address: address, ignore_existing: true })
      expect(await follow(known.url)).toEqual([303, `/sign-in?__clerk_ticket=${known.ticket}&__clerk_status=sign_in`])
      const { url, token } = await newToken(id)
      expect(await follow(url)).toEqual([303, `/sign-in?__clerk_ticket=${token}&__clerk_status=sign_in`])

      const browser = server.browser()
      await browser.signIn(address)
      expect(await follow(url, browser)).toEqual([303, `/sign-in?__clerk_ticket=${token}&__clerk_status=complete`])
      const nonsense = `${testOrigin}/__clerk/v1/tickets/accept?ticket=%3Cscript%3E`
      expect(await follow(nonsense)).toEqual([303, '/sign-up?__clerk_ticket=%3Cscript%3E&__clerk_status=sign_up'])
    })

    test("an invitation leads to the app's own page", async () => {
      const { ticket, url } = await invite({ redirect_url: 'http://localhost:3000/welcome?from=mail' })
      expect(await follow(url)).toEqual([
        303,
        `http://localhost:3000/welcome?from=mail&__clerk_ticket=${ticket}&__clerk_status=sign_up`,
      ])
    })

    test("attack: a mail scanner's GET and HEAD spend a ticket", async () => {
      const { id } = await newUser()
      const { token, url } = await newToken(id)
      await follow(url)
      await server.request(url.slice(testOrigin.length), { method: 'HEAD', redirect: 'manual' })
      expect((await signIn(token)).body.response.status).toBe('complete')
    })
  })

  test('the matrix lets a ticket name who signs in, and nothing else', () => {
    expect(factors.ticket?.map((cell) => cell !== null)).toEqual([false, false, false, false, false, true])
  })
})
