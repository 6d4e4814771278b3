/** Phone numbers of an account: what their owner does with them, and what a server with the secret key does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestBrowser, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

let used = 0
const newNumber = () => `+49151234${40_000 + used++}`

describe.each(engines)('phone numbers on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      attributes: { phoneNumber: 'optional' },
      signIn: { phoneCode: true },
      secondFactors: { phoneCode: true },
    })
  })
  afterAll(() => server.close())

  async function person(): Promise<TestBrowser> {
    const browser = server.browser()
    await browser.signUp(`person-${used++}@example.com`)
    return browser
  }

  async function added(browser: TestBrowser, phone_number: string) {
    const answer = await browser.call('POST', '/me/phone_numbers', { phone_number })
    expect(answer.status).toBe(200)
    return answer.body.response
  }

  async function verified(browser: TestBrowser, phone_number: string) {
    const { id } = await added(browser, phone_number)
    await browser.call('POST', `/me/phone_numbers/${id}/prepare_verification`, { strategy: 'phone_code' })
    const code = await server.textbox.lastCode(phone_number)
    return browser.call('POST', `/me/phone_numbers/${id}/attempt_verification`, { code })
  }

  const meOf = async (browser: TestBrowser) => (await browser.call('GET', '/me')).body.response

  test('a person adds, verifies, makes primary and removes numbers, and their owner hears of it', async () => {
    const browser = await person()
    const [one, two] = [newNumber(), newNumber()]
    const before = (await server.events()).length
    const first = (await verified(browser, one)).body.response
    expect(first).toMatchObject({ phone_number: one, verification: { status: 'verified', strategy: 'phone_code', attempts: 1 } })
    expect((await meOf(browser)).primary_phone_number_id).toBe(first.id)
    server.clock.advance(1)
    const second = (await verified(browser, two)).body.response
    expect((await browser.call('GET', '/me/phone_numbers')).body.map(({ id }: { id: string }) => id)).toEqual([
      first.id,
      second.id,
    ])
    expect((await browser.call('GET', `/me/phone_numbers/${second.id}`)).body.response).toEqual(second)

    await browser.call('PATCH', '/me', { primary_phone_number_id: second.id })
    expect((await meOf(browser)).primary_phone_number_id).toBe(second.id)
    const removed = await browser.call('DELETE', `/me/phone_numbers/${second.id}`)
    expect(removed.body.response).toEqual({ object: 'phone_number', id: second.id, deleted: true })
    expect(await meOf(browser)).toMatchObject({ primary_phone_number_id: first.id, phone_numbers: [{ id: first.id }] })
    await browser.call('DELETE', `/me/phone_numbers/${first.id}`)
    expect(await meOf(browser)).toMatchObject({ primary_phone_number_id: null, phone_numbers: [] })
    expect(new Set((await server.events()).slice(before))).toEqual(new Set(['user.updated']))
    const kinds = (await server.mailbox.all()).slice(-4).map(({ kind }) => kind)
    expect(kinds).toEqual(['phone_number_added', 'phone_number_added', 'phone_number_removed', 'phone_number_removed'])
  })

  test('a number belongs to the first who verifies it; others who claimed it lose it', async () => {
    const [squatter, owner] = [await person(), await person()]
    const number = newNumber()
    const { id } = await added(squatter, number)
    await squatter.call('POST', `/me/phone_numbers/${id}/prepare_verification`, { strategy: 'phone_code' })
    const squattersCode = await server.textbox.lastCode(number)
    expect((await verified(owner, number)).status).toBe(200)
    expect(await meOf(squatter)).toMatchObject({ phone_numbers: [] })
    const late = await squatter.call('POST', `/me/phone_numbers/${id}/attempt_verification`, { code: squattersCode })
    expect(late).toBeRefused(404, 'resource_not_found')
    expect(await squatter.call('POST', '/me/phone_numbers', { phone_number: number })).toBeRefused(
      422,
      'form_identifier_exists',
      'phone_number',
    )
    expect(await owner.call('POST', '/me/phone_numbers', { phone_number: number })).toBeRefused(
      422,
      'form_identifier_exists',
      'phone_number',
    )
  })

  test('attack: two accounts prove one number at the same moment', async () => {
    const people = [await person(), await person()] as const
    const number = newNumber()
    const claims = []
    for (const browser of people) {
      const { id } = await added(browser, number)
      await browser.call('POST', `/me/phone_numbers/${id}/prepare_verification`, { strategy: 'phone_code' })
      claims.push({ browser, path: `/me/phone_numbers/${id}/attempt_verification`, code: await server.textbox.lastCode(number) })
    }
    const answers = await Promise.all(claims.map(({ browser, path, code }) => browser.call('POST', path, { code })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const owned = await server.instance.db.selectFrom('phone_numbers').selectAll().where('phone_number', '=', number).execute()
    expect(owned).toHaveLength(1)
    expect(owned[0]!.verified_at).not.toBeNull()
  })

  test("attack: another person's number is read, verified, changed or removed", async () => {
    const [owner, stranger] = [await person(), await person()]
    const { id } = (await verified(owner, newNumber())).body.response
    for (const [method, path, fields] of [
      ['GET', '', {}],
      ['PATCH', '', { reserved_for_second_factor: true }],
      ['DELETE', '', {}],
      ['POST', '/prepare_verification', { strategy: 'phone_code' }],
      ['POST', '/attempt_verification', { code: '123456' }],
    ] as const)
      expect(await stranger.call(method, `/me/phone_numbers/${id}${path}`, fields), method + path).toBeRefused(
        404,
        'resource_not_found',
      )
    expect(await stranger.call('PATCH', '/me', { primary_phone_number_id: id })).toBeRefused(404, 'resource_not_found')
  })

  test('attack: phone of another person set by somebody of lesser rank, with a session or with no key', async () => {
    const [owner, lesser] = [await person(), await person()]
    const { id: user_id } = await meOf(owner)
    const { id } = (await verified(owner, newNumber())).body.response
    const token = (
      await lesser.call('POST', `/client/sessions/${(await lesser.call('GET', '/client')).body.response.sessions[0].id}/tokens`)
    ).body.jwt
    for (const authorization of [`Bearer ${token}`, 'Bearer sk_live_guessed', ''])
      for (const [method, path, body] of [
        ['POST', '/phone_numbers', { user_id, phone_number: newNumber(), verified: true, primary: true }],
        ['PATCH', `/phone_numbers/${id}`, { verified: false }],
        ['DELETE', `/phone_numbers/${id}`, undefined],
        ['PUT', `/users/${user_id}/phone_number`, { phone_number: newNumber() }],
      ] as const)
        expect((await server.backend(method, path, body, { authorization })).status, `${authorization} ${method} ${path}`).toBe(
          401,
        )
    expect(await meOf(owner)).toMatchObject({ primary_phone_number_id: id, phone_numbers: [{ id }] })
  })

  test('a server makes users with numbers, finds them by number, and changes their numbers', async () => {
    const [one, two, three] = [newNumber(), newNumber(), newNumber()]
    const made = await server.backend('POST', '/users', {
      email_address: [`made-${used++}@example.com`],
      phone_number: [one, two],
      password: testPassword,
    })
    expect(made.body).toMatchObject({
      phone_numbers: [{ phone_number: one, verification: { strategy: 'admin', status: 'verified' } }, { phone_number: two }],
      primary_phone_number_id: made.body.phone_numbers[0].id,
    })
    const found = async (query: string) =>
      (await server.backend('GET', `/users?${query}`)).body.map(({ id }: { id: string }) => id)
    const part = one.slice(4)
    for (const query of [
      `phone_number=${encodeURIComponent(one)}`,
      `phone_number_query=${part}`,
      `query=${part}`,
      `query=${encodeURIComponent(one)}`,
    ])
      expect(await found(query), query).toEqual([made.body.id])
    expect((await server.backend('GET', `/users/count?phone_number_query=${part}`)).body.total_count).toBe(1)
    expect(await found('phone_number_query=nobody')).toEqual([])

    const again = await server.backend('POST', '/users', {
      email_address: [`again-${used++}@example.com`],
      phone_number: [one],
      password: testPassword,
    })
    expect(again).toBeRefused(422, 'form_identifier_exists', 'phone_number')
    const created = await server.backend('POST', '/phone_numbers', {
      user_id: made.body.id,
      phone_number: three,
      verified: true,
      primary: true,
      reserved_for_second_factor: true,
    })
    expect(created.body).toMatchObject({ phone_number: three, reserved_for_second_factor: true, default_second_factor: true })
    expect((await server.backend('GET', `/users/${made.body.id}`)).body.primary_phone_number_id).toBe(created.body.id)
    const unreserved = await server.backend('PATCH', `/phone_numbers/${created.body.id}`, {
      reserved_for_second_factor: false,
      verified: false,
    })
    expect(unreserved.body).toMatchObject({ reserved_for_second_factor: false, verification: null })
    expect((await server.backend('GET', `/users/${made.body.id}`)).body.primary_phone_number_id).toBe(
      made.body.phone_numbers[0].id,
    )
    expect(
      await server.backend('POST', '/phone_numbers', { user_id: made.body.id, phone_number: newNumber(), primary: true }),
    ).toBeRefused(422, 'form_param_value_invalid', 'primary')

    const four = newNumber()
    const replaced = await server.backend('PUT', `/users/${made.body.id}/phone_number`, { phone_number: four })
    expect((await server.backend('GET', `/users/${made.body.id}`)).body).toMatchObject({
      primary_phone_number_id: replaced.body.id,
      phone_numbers: [{ phone_number: four }],
    })
    expect((await server.backend('DELETE', `/phone_numbers/${replaced.body.id}`)).body).toEqual({
      object: 'phone_number',
      id: replaced.body.id,
      deleted: true,
    })
    expect(await server.backend('GET', `/phone_numbers/${replaced.body.id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('the last thing by which a person is found is not taken away', async () => {
    const number = newNumber()
    const { body: user } = await server.backend('POST', '/users', {
      phone_number: [number],
      skip_user_requirement: true,
      password: testPassword,
    })
    const path = `/phone_numbers/${user.phone_numbers[0].id}`
    expect(await server.backend('DELETE', path)).toBeRefused(400, 'identification_deletion_failed')
    expect(await server.backend('PATCH', path, { verified: false })).toBeRefused(400, 'identification_deletion_failed')
    const browser = server.browser()
    await browser.signIn(number)
    expect(await browser.call('DELETE', `/me${path}`)).toBeRefused(400, 'identification_deletion_failed')
    expect(await browser.call('PATCH', `/me${path}`, { reserved_for_second_factor: true })).toBeRefused(
      400,
      'identification_deletion_failed',
    )
  })
})
