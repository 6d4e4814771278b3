/** Phone numbers as what people sign up and sign in with, and as the second factor. */
import { afterEach, describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
  unlimited,
} from '../../../testing/test-server.js'

const number = '+4915123456789'
const other = '+436641234567'

const byPhone: FrontdeskOptions = {
  attributes: { emailAddress: 'optional', phoneNumber: 'optional' },
  signIn: { phoneCode: true },
  phoneNumbers: { defaultCountry: 'DE' },
}

describe.each(engines)('phone codes on %s', (engine) => {
  let server: TestServer
  afterEach(() => server.close())
  const opened = async (options: FrontdeskOptions = byPhone) => {
    server = await testServer(engine, options)
  }

  async function signUp(phone_number: string, fields: object = {}): Promise<{ browser: TestBrowser; response: AnyBody }> {
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ups', { phone_number, password: testPassword, ...fields })
    expect(begun.body.response).toMatchObject({ status: 'missing_requirements', unverified_fields: ['phone_number'] })
    const { id, phone_number: kept } = begun.body.response
    const prepared = await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'phone_code' })
    expect(prepared.body.response.verifications.phone_number).toMatchObject({
      status: 'unverified',
      strategy: 'phone_code',
      next_action: 'needs_attempt',
      supported_strategies: ['phone_code'],
    })
    const code = await server.textbox.lastCode(kept)
    const answer = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'phone_code', code })
    expect(answer.body.response).toMatchObject({ status: 'complete', phone_number: kept })
    return { browser, response: answer.body.response }
  }

  const meOf = async (browser: TestBrowser) => (await browser.call('GET', '/me')).body.response

  test('a person signs up by phone alone, and signs in by a code, in whatever spelling they type the number', async () => {
    await opened()
    const { browser } = await signUp('0151 / 234 567 89')
    const me = await meOf(browser)
    expect(me).toMatchObject({
      primary_phone_number_id: me.phone_numbers[0].id,
      email_addresses: [],
      phone_numbers: [
        { object: 'phone_number', phone_number: number, verification: { status: 'verified', strategy: 'phone_code' } },
      ],
    })

    for (const typed of [number, '+49 (0)151 23456789', '0049 151 23456789', '٠١٥١٢٣٤٥٦٧٨٩']) {
      const elsewhere = server.browser()
      const begun = await elsewhere.call('POST', '/client/sign_ins', { identifier: typed })
      expect(begun.body.response, typed).toMatchObject({ status: 'needs_first_factor', identifier: number })
      const asked = { strategy: 'phone_code', phone_number_id: me.phone_numbers[0].id }
      const offer = { ...asked, safe_identifier: number, primary: true, default: false }
      expect(begun.body.response.supported_first_factors).toContainEqual(offer)
      const { id } = begun.body.response
      const prepared = await elsewhere.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { ...asked, default: false })
      expect(prepared.status).toBe(200) // clerk-js repeats what the offer says
      const code = await server.textbox.lastCode(number)
      const done = await elsewhere.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy: 'phone_code', code })
      expect(done.body.response.status).toBe('complete')
      expect(done.cookies).toContain(server.clientCookie)
    }
    expect((await server.events()).filter((type) => type === 'session.created')).toHaveLength(5)
    expect((await server.browser().signIn(number)).status).toBe('complete') // with the password, too
  })

  test('a test number takes 424242, as @clerk/testing has it', async () => {
    await opened({ ...byPhone, rateLimits: { ...unlimited, codesPerRecipientPerHour: 1 } })
    const { response } = await signUp('+1 (555) 555-0100')
    expect(response.phone_number).toBe('+15555550100')
    const fields = { identifier: '+15555550100', strategy: 'phone_code' }
    const browser = server.browser()
    const begun = await browser.call('POST', '/client/sign_ins', fields)
    expect(begun.body.response.first_factor_verification).toMatchObject({ status: 'unverified', strategy: 'phone_code' })
    const { id } = begun.body.response
    const done = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
      strategy: 'phone_code',
      code: '424242',
    })
    expect(done.body.response.status).toBe('complete')
  })

  test('a forgotten password is reset by a code to the phone', async () => {
    await opened()
    await signUp(number)
    const browser = server.browser()
    const strategy = 'reset_password_phone_code'
    const { id } = (await browser.call('POST', '/client/sign_ins', { identifier: number, strategy })).body.response
    const code = await server.textbox.lastCode(number)
    const proved = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy, code })
    expect(proved.body.response.status).toBe('needs_new_password')
    const password = 'another good password'
    const done = await browser.call('POST', `/client/sign_ins/${id}/reset_password`, { password })
    expect(done.body.response.status).toBe('complete')
    expect((await server.browser().signIn(number, password)).status).toBe('complete')
  })

  test('where phone numbers are off, nobody signs up or in by one', async () => {
    await opened({})
    const browser = server.browser()
    const refused = await browser.call('POST', '/client/sign_ups', { phone_number: number, password: testPassword })
    expect(refused).toBeRefused(422, 'form_param_unknown', 'phone_number')
    await server.backend('POST', '/users', { email_address: ['ada@example.com'], phone_number: [number], password: testPassword })
    expect(await browser.call('POST', '/client/sign_ins', { identifier: number })).toBeRefused(
      422,
      'form_identifier_not_found',
      'identifier',
    )
    await browser.signUp('eve@example.com')
    expect(await browser.call('POST', '/me/phone_numbers', { phone_number: number })).toBeRefused(
      403,
      'feature_not_enabled',
      'phone_number',
    )
  })

  test('what is no number, costs more, or is of another country is refused where it is typed', async () => {
    await opened({ ...byPhone, phoneNumbers: { countries: ['DE'] } })
    const browser = server.browser()
    const typed = (phone_number: string) => browser.call('POST', '/client/sign_ups', { phone_number, password: testPassword })
    for (const wrong of ['0151 23456789', '+49151', 'jane', '+49 900 1234567'])
      expect(await typed(wrong), wrong).toBeRefused(422, 'form_param_format_invalid', 'phone_number')
    expect(await typed(other)).toBeRefused(422, 'unsupported_country_code', 'phone_number')
  })

  test("attack: a code that was sent to one number proves another, or another sign-up's", async () => {
    await opened()
    const browser = server.browser()
    const strategy = 'phone_code'
    const begun = await browser.call('POST', '/client/sign_ups', { phone_number: number, password: testPassword, strategy })
    const { id } = begun.body.response
    const code = await server.textbox.lastCode(number)
    await browser.call('PATCH', `/client/sign_ups/${id}`, { phone_number: other, strategy })
    expect(await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy, code })).toBeRefused(
      422,
      'form_code_incorrect',
      'code',
    )
    const elsewhere = server.browser()
    const second = await elsewhere.call('POST', '/client/sign_ups', { phone_number: number, password: testPassword, strategy })
    const path = `/client/sign_ups/${second.body.response.id}/attempt_verification`
    expect(await elsewhere.call('POST', path, { strategy, code })).toBeRefused(422, 'form_code_incorrect', 'code')
    const right = await server.textbox.lastCode(number)
    expect((await elsewhere.call('POST', path, { strategy, code: right })).body.response.status).toBe('complete')
    expect(await elsewhere.call('POST', path, { strategy, code: right })).toBeRefused(404, 'resource_not_found')
  })

  test('attack: with enumeration protection a number tells nobody whether it has an account', async () => {
    await opened({ ...byPhone, enumerationProtection: true, secondFactors: { phoneCode: true } })
    await signUp(number)
    const { body: user } = await server.backend('POST', '/users', {
      phone_number: [other],
      email_address: ['b@example.com'],
      password: testPassword,
    })
    await server.backend('PATCH', `/phone_numbers/${user.phone_numbers[0].id}`, { reserved_for_second_factor: true })
    const sentBefore = (await server.textbox.all()).length

    const seen = []
    for (const identifier of [number, '+4915123456780', other]) {
      const browser = server.browser()
      const { body } = await browser.call('POST', '/client/sign_ins', { identifier, strategy: 'phone_code' })
      const { id } = body.response
      const wrong = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, {
        strategy: 'phone_code',
        code: '000000',
      })
      const shown = JSON.stringify([body.response, wrong.status, wrong.body.errors])
        .replaceAll(id.slice(3), 'X')
        .replaceAll(identifier, 'N')
      seen.push(shown.replace(/"(abandon_at|expire_at)":\d+/g, ''))
    }
    expect(new Set(seen).size).toBe(1)
    expect((await server.textbox.all()).slice(sentBefore).map(({ to }) => to)).toEqual([number])

    // A taken number is told by the code alone, which its owner reads.
    const stranger = server.browser()
    const begun = await stranger.call('POST', '/client/sign_ups', {
      phone_number: number,
      password: testPassword,
      strategy: 'phone_code',
    })
    expect(begun.body.response.unverified_fields).toEqual(['phone_number'])
  })

  test('a number that is reserved is the second factor, and no first one', async () => {
    await opened({ ...byPhone, secondFactors: { phoneCode: true } })
    const browser = server.browser()
    await browser.signUp('ada@example.com')
    const added = await browser.call('POST', '/me/phone_numbers', { phone_number: number })
    const { id } = added.body.response
    expect(await browser.call('PATCH', `/me/phone_numbers/${id}`, { reserved_for_second_factor: true })).toBeRefused(
      422,
      'form_param_value_invalid',
      'reserved_for_second_factor',
    )
    await browser.call('POST', `/me/phone_numbers/${id}/prepare_verification`, { strategy: 'phone_code' })
    await browser.call('POST', `/me/phone_numbers/${id}/attempt_verification`, { code: await server.textbox.lastCode(number) })
    const reserved = await browser.call('PATCH', `/me/phone_numbers/${id}`, { reserved_for_second_factor: true })
    expect(reserved.body.response).toMatchObject({ reserved_for_second_factor: true, default_second_factor: true })

    const elsewhere = server.browser()
    const begun = await elsewhere.call('POST', '/client/sign_ins', { identifier: number })
    expect(begun.body.response.supported_first_factors.map(({ strategy }: { strategy: string }) => strategy)).not.toContain(
      'phone_code',
    )
    const password = await elsewhere.call('POST', '/client/sign_ins', { identifier: number, password: testPassword })
    expect(password.body.response).toMatchObject({
      status: 'needs_second_factor',
      created_session_id: null,
      supported_second_factors: [
        { strategy: 'phone_code', phone_number_id: id, safe_identifier: '+49*********89', default: true },
      ],
    })
    const path = `/client/sign_ins/${password.body.response.id}`
    await elsewhere.call('POST', `${path}/prepare_second_factor`, { strategy: 'phone_code' })
    const code = await server.textbox.lastCode(number)
    expect(
      await elsewhere.call('POST', `${path}/attempt_second_factor`, {
        strategy: 'phone_code',
        code: code === '000000' ? '1' : '000000',
      }),
    ).toBeRefused(422, 'form_code_incorrect', 'code')
    const done = await elsewhere.call('POST', `${path}/attempt_second_factor`, { strategy: 'phone_code', code })
    expect(done.body.response.status).toBe('complete')
  })

  test('a number that is added for the second factor is that once it is verified, and not before', async () => {
    await opened({ ...byPhone, secondFactors: { phoneCode: true } })
    const browser = server.browser()
    await browser.signUp('ada@example.com')
    const fields = { phone_number: number, reserved_for_second_factor: true }
    const { id } = (await browser.call('POST', '/me/phone_numbers', fields)).body.response
    expect((await meOf(browser)).two_factor_enabled).toBe(false)
    const path = `/me/phone_numbers/${id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'phone_code' })
    const code = await server.textbox.lastCode(number)
    const verified = await browser.call('POST', `${path}/attempt_verification`, { code })
    expect(verified.body.response).toMatchObject({ reserved_for_second_factor: true, default_second_factor: true })
    const begun = await server
      .browser()
      .call('POST', '/client/sign_ins', { identifier: 'ada@example.com', password: testPassword })
    expect(begun.body.response).toMatchObject({ status: 'needs_second_factor', created_session_id: null })
  })

  test('attack: a number that was removed while its code was on its way opens nothing', async () => {
    await opened()
    const { body: user } = await server.backend('POST', '/users', {
      email_address: ['ada@example.com'],
      phone_number: [number],
      password: testPassword,
    })
    const browser = server.browser()
    const { id } = (await browser.call('POST', '/client/sign_ins', { identifier: number, strategy: 'phone_code' })).body.response
    const code = await server.textbox.lastCode(number)
    expect((await server.backend('DELETE', `/phone_numbers/${user.phone_numbers[0].id}`)).status).toBe(200)
    const answer = await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy: 'phone_code', code })
    expect(answer).toBeRefused(404, 'resource_not_found')
  })
})
