import { frontendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestBrowser, type TestServer, testPassword, testServer, unlimited } from '../../../testing/test-server.js'

const { me } = frontendApi

let count = 0
const freshAddress = () => `address-${++count}@example.com`

describe.each(engines)("a person's own addresses on %s", (engine) => {
  let server: TestServer
  let browser: TestBrowser
  let first: string
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { username: 'optional' } })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    browser = server.browser()
    first = freshAddress()
    await browser.signUp(first)
    server.clock.advance(1) // lists are oldest first
  })

  const list = async (by = browser) => (await by.call('GET', '/me/email_addresses')).body
  const firstId = async (by = browser) => (await list(by))[0].id
  const primaryId = async () => (await browser.call('GET', '/me')).body.response.primary_email_address_id
  const add = async (emailAddress: string, by = browser) =>
    (await by.call('POST', '/me/email_addresses', { email_address: emailAddress })).body.response.id
  const prepare = (id: string, by = browser) =>
    by.call('POST', `/me/email_addresses/${id}/prepare_verification`, { strategy: 'email_code' })
  const attempt = (id: string, code: string, by = browser) =>
    by.call('POST', `/me/email_addresses/${id}/attempt_verification`, { code })
  const remove = (id: string, by = browser) => by.call('DELETE', `/me/email_addresses/${id}`)
  const addVerified = async (emailAddress: string, by = browser) => {
    const id = await add(emailAddress, by)
    await prepare(id, by)
    await attempt(id, await server.mailbox.lastCode(emailAddress), by)
    return id
  }

  test('an address is added, proved with a code, and made primary', async () => {
    const emailAddress = freshAddress()
    const events = await eventTypesOf(server, async () => {
      const added = await browser.call('POST', '/me/email_addresses', { email_address: ` ${emailAddress.toUpperCase()} ` })
      expect(added.status).toBe(200)
      expect(me.createMyEmailAddress.shapes.response.parse(added.body.response)).toMatchObject({
        email_address: emailAddress,
        verification: null,
      })
      expect(added.body.client.sessions[0].user.email_addresses).toHaveLength(2)
      const id = added.body.response.id

      const prepared = await prepare(id)
      expect(prepared.body.response.verification).toMatchObject({
        status: 'unverified',
        strategy: 'email_code',
        expire_at: server.clock.now() + 600_000,
      })
      const verified = await attempt(id, await server.mailbox.lastCode(emailAddress))
      expect(verified.status).toBe(200)
      expect(verified.body.response.verification).toEqual({
        object: 'verification_otp',
        status: 'verified',
        strategy: 'email_code',
        attempts: 1,
        expire_at: server.clock.now() + 600_000,
      })
      expect(await primaryId()).toBe(await firstId())

      const primary = await browser.call('PATCH', '/me', { primary_email_address_id: id })
      expect(primary.body.response.primary_email_address_id).toBe(id)
      expect((await browser.call('GET', `/me/email_addresses/${id}`)).body.response.email_address).toBe(emailAddress)
    })
    expect(events).toEqual(['user.updated', 'user.updated', 'user.updated'])
    expect((await server.browser().signIn(emailAddress, testPassword)).status).toBe('complete')
  })

  test('an address identifies nobody before it is proved', async () => {
    const emailAddress = freshAddress()
    const id = await add(emailAddress)
    const signIn = await server.browser().call('POST', '/client/sign_ins', { identifier: emailAddress })
    expect(signIn).toBeRefused(422, 'form_identifier_not_found')
    expect(await browser.call('PATCH', '/me', { primary_email_address_id: id })).toBeRefused(
      422,
      'form_param_value_invalid',
      'primary_email_address_id',
    )
    expect(await primaryId()).toBe(await firstId())
  })

  test.each([
    ['one that this account has', () => first],
    ['one that this account has, in capitals', () => first.toUpperCase()],
    [
      'one that somebody proved',
      async () => {
        const taken = freshAddress()
        await server.browser().signUp(taken)
        return taken
      },
    ],
    [
      'one that this account claims already',
      async () => {
        const claimed = freshAddress()
        await add(claimed)
        return claimed
      },
    ],
  ])('an address is not added twice: %s', async (_kind, address) => {
    const emailAddress = await address()
    const before = await list()
    const events = await eventTypesOf(server, async () => {
      const answer = await browser.call('POST', '/me/email_addresses', { email_address: emailAddress })
      expect(answer).toBeRefused(422, 'form_identifier_exists', 'email_address')
    })
    expect(events).toEqual([])
    expect(await list()).toEqual(before)
  })

  test.each([
    ['nothing', {}, 'form_param_missing', 'email_address'],
    ['an empty text', { email_address: '' }, 'form_param_format_invalid', 'email_address'],
    ['a NUL', { email_address: 'a\0@example.com' }, 'form_param_format_invalid', 'email_address'],
    [
      'a line break for more headers',
      { email_address: 'a@example.com\nBcc: b@example.com' },
      'form_param_format_invalid',
      'email_address',
    ],
    ['two addresses', { email_address: 'a@example.com,b@example.com' }, 'form_param_format_invalid', 'email_address'],
    ['a name around it', { email_address: 'A <a@example.com>' }, 'form_param_format_invalid', 'email_address'],
    ['no host', { email_address: 'a@' }, 'form_param_format_invalid', 'email_address'],
    [
      'ten thousand characters',
      { email_address: `${'a'.repeat(10_000)}@example.com` },
      'form_param_max_length_exceeded',
      'email_address',
    ],
    ['a list', { email_address: ['a@example.com', 'b@example.com'] }, 'form_param_type_invalid', 'email_address'],
    ['its own proof', { email_address: 'a@example.com', verified: true }, 'form_param_unknown', 'verified'],
    ['another user', { email_address: 'a@example.com', user_id: 'user_1' }, 'form_param_unknown', 'user_id'],
  ])('adding an address refuses %s', async (_kind, fields, code, parameter) => {
    const before = await list()
    const events = await eventTypesOf(server, async () => {
      const answer = await browser.call('POST', '/me/email_addresses', fields)
      expect(answer).toBeRefused(422, code, parameter)
    })
    expect(events).toEqual([])
    expect(await list()).toEqual(before)
  })

  test("an address can't be seen, proved, removed or made primary by another user (IDOR)", async () => {
    const emailAddress = freshAddress()
    const id = await add(emailAddress)
    await prepare(id)
    const code = await server.mailbox.lastCode(emailAddress)
    const before = await list()

    const mallory = server.browser()
    await mallory.signUp(freshAddress())
    const events = await eventTypesOf(server, async () => {
      for (const answer of [
        await mallory.call('GET', `/me/email_addresses/${id}`),
        await prepare(id, mallory),
        await attempt(id, code, mallory),
        await remove(id, mallory),
        await mallory.call('PATCH', '/me', { primary_email_address_id: id }),
      ])
        expect(answer).toBeRefused(404, 'resource_not_found')
    })
    expect(events).toEqual([])
    expect(await list()).toEqual(before)
    expect((await attempt(id, code)).status).toBe(200)
  })

  test.each(['idn_0', 'null', '%00', '%ff', '..%2f..%2fme', "' or 1=1 --"])('there is no address at %j', async (id) => {
    expect(await browser.call('GET', `/me/email_addresses/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('the addresses of an account are closed to a visitor who is signed out', async () => {
    const stranger = server.browser()
    const id = await firstId()
    for (const answer of [
      await stranger.call('GET', '/me/email_addresses'),
      await stranger.call('POST', '/me/email_addresses', { email_address: freshAddress() }),
      await prepare(id, stranger),
      await remove(id, stranger),
    ])
      expect(answer).toBeRefused(401, 'signed_out')
  })

  test('an address is proved only by its newest code, within ten minutes and three checks', async () => {
    const emailAddress = freshAddress()
    const id = await add(emailAddress)
    expect(await attempt(id, '000000')).toBeRefused(400, 'verification_missing')

    await prepare(id)
    const old = await server.mailbox.lastCode(emailAddress)
    await prepare(id)
    const code = await server.mailbox.lastCode(emailAddress)
    const wrong = code === '111111' ? '222222' : '111111'
    if (old !== code) expect(await attempt(id, old)).toBeRefused(422, 'form_code_incorrect')
    else await attempt(id, wrong)
    expect(await attempt(id, wrong)).toBeRefused(422, 'form_code_incorrect', 'code')
    expect(await attempt(id, wrong)).toBeRefused(422, 'form_code_incorrect')
    expect(await attempt(id, code)).toBeRefused(400, 'verification_failed')

    await prepare(id)
    const late = await server.mailbox.lastCode(emailAddress)
    server.clock.advance(600_000)
    expect(await attempt(id, late)).toBeRefused(400, 'verification_expired')

    await prepare(id)
    const right = await server.mailbox.lastCode(emailAddress)
    const both = await Promise.all([attempt(id, right), attempt(id, right)])
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 400])
    expect(await prepare(id)).toBeRefused(400, 'verification_already_verified')
    expect(await attempt(id, right)).toBeRefused(400, 'verification_already_verified')
  })

  test("a code for an address can't be guessed by a hundred tries at once", async () => {
    const emailAddress = freshAddress()
    const id = await add(emailAddress)
    await prepare(id)
    const code = await server.mailbox.lastCode(emailAddress)
    const guesses = Array.from({ length: 100 }, (_, guess) => String(guess).padStart(6, '0')).filter((guess) => guess !== code)
    const answers = await Promise.all(guesses.map((guess) => attempt(id, guess)))
    expect(answers.filter(({ body }) => body.errors[0].code === 'form_code_incorrect')).toHaveLength(3)
    expect(await attempt(id, code)).toBeRefused(400, 'verification_failed')
  })

  test.each([
    ['no code', {}, 'form_param_missing', 'code'],
    ['a long code', { code: '1'.repeat(10_000) }, 'form_param_max_length_exceeded', 'code'],
    ['a list of codes', { code: ['111111', '222222'] }, 'form_param_type_invalid', 'code'],
    ['a NUL for a code', { code: '\0' }, 'form_code_incorrect', 'code'],
    ['more than a code', { code: '111111', verified: true }, 'form_param_unknown', 'verified'],
  ])('an address is not proved with %s', async (_kind, fields, code, parameter) => {
    const id = await add(freshAddress())
    await prepare(id)
    const answer = await browser.call('POST', `/me/email_addresses/${id}/attempt_verification`, fields)
    expect(answer).toBeRefused(422, code, parameter)
  })

  test.each([
    ['a link, while those are off', 'email_link', 400],
    ['nothing known', 'constructor', 422],
    ['two ways', ['email_code', 'email_code'], 422],
  ])('an address is not proved by %s', async (_kind, strategy, status) => {
    const id = await add(freshAddress())
    const answer = await browser.call('POST', `/me/email_addresses/${id}/prepare_verification`, { strategy })
    expect([answer.status, answer.body.errors[0].meta.param_name]).toEqual([status, 'strategy'])
  })

  test('an address goes to the user who proves it, and a squatter loses the claim and the code', async () => {
    const wanted = freshAddress()
    const squatted = await add(wanted)
    await prepare(squatted)
    const code = await server.mailbox.lastCode(wanted)

    const owner = server.browser()
    const { created_user_id: ownerId } = await owner.signUp(wanted)
    expect((await list()).map((address: { id: string }) => address.id)).toEqual([await firstId()])
    expect(await attempt(squatted, code)).toBeRefused(404, 'resource_not_found')
    expect((await owner.call('GET', '/me')).body.response.id).toBe(ownerId)
  })

  test('an address has one owner when several accounts prove it at the same moment', async () => {
    const wanted = freshAddress()
    const claimants = []
    for (const page of Array.from({ length: 6 }, () => server.browser())) {
      await page.signUp(freshAddress())
      const id = await add(wanted, page)
      await prepare(id, page)
      claimants.push({ page, id, code: await server.mailbox.lastCode(wanted) })
    }

    const answers = await Promise.all(claimants.map(({ page, id, code }) => attempt(id, code, page)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    // The others find their claims gone, or somebody else's in the way.
    for (const answer of answers) expect([200, 404, 422]).toContain(answer.status)
    const claims = (await Promise.all(claimants.map(({ page }) => list(page)))).flat()
    expect(claims.filter((address) => address.email_address === wanted)).toHaveLength(1)
  })

  test('when the primary address is removed, another proved one becomes primary', async () => {
    const second = await addVerified(freshAddress())
    await add(freshAddress()) // a claim alone is nobody's heir
    const events = await eventTypesOf(server, async () => {
      const id = await firstId()
      const answer = await remove(id)
      expect(answer.body.response).toEqual({ object: 'email_address', id, deleted: true })
    })
    expect(events).toEqual(['user.updated'])
    expect(await primaryId()).toBe(second)
    const signIn = await server.browser().call('POST', '/client/sign_ins', { identifier: first })
    expect(signIn).toBeRefused(422, 'form_identifier_not_found')
  })

  test.each([
    ['alone', {}, 'identification_deletion_failed'],
    ['beside a username', { username: true }, 'last_required_identification_deletion_failed'],
  ])('the last proved address of an account is kept, %s', async (_kind, { username }: { username?: boolean }, code) => {
    if (username) await browser.call('PATCH', '/me', { username: `user_${engine}_${++count}` })
    await add(freshAddress())
    const before = await list()
    const events = await eventTypesOf(server, async () => {
      expect(await remove(before[0].id)).toBeRefused(400, code)
    })
    expect(events).toEqual([])
    expect(await list()).toEqual(before)
  })

  test('one address is kept when all are removed at once', async () => {
    const ids = [await firstId(), await addVerified(freshAddress()), await addVerified(freshAddress())]
    const answers = await Promise.all(ids.map((id) => remove(id)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 400])
    const rest = await list()
    expect(rest).toHaveLength(1)
    expect(await primaryId()).toBe(rest[0].id)
  })

  test('an address is sent only so many codes a minute', async () => {
    const slow = await testServer(engine, { rateLimits: { ...unlimited, messagesPerMinute: 3 } })
    const page = slow.browser()
    await page.signUp() // one message
    const { id } = (await page.call('POST', '/me/email_addresses', { email_address: freshAddress() })).body.response
    const answers = [await prepare(id, page), await prepare(id, page), await prepare(id, page)]
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429])
    expect(answers[2]?.headers.get('retry-after')).toBe('60')
    await slow.close()
  })
})
