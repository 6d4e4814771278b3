/** What toll fraud could cost: how many text messages a number and a country get, no matter who asks, and which get none. */
import { afterEach, describe, expect, test } from 'vitest'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testServer, unlimited } from '../../../testing/test-server.js'
import { sendTextCode } from './text-codes.js'

const hourMs = 3_600_000
const german = (number: number) => `+49151234567${String(number).padStart(2, '0')}`

const sendTo = ({ instance }: TestServer, to: string, isSent = true) =>
  transaction(instance, (tx) =>
    sendTextCode(tx, {
      purpose: 'phone_number_code',
      subject: to,
      kind: 'phone_number_code',
      to,
      owner: { userId: null, phoneNumberId: null },
      isSent,
    }),
  )

const refused = async (sending: Promise<void>) => {
  const error = await sending.then(
    () => null,
    (reason) => reason,
  )
  return error && [error.status, error.errors[0].code, error.retryAfterSeconds]
}

describe.each(engines)('budgets of text messages on %s', (engine) => {
  let server: TestServer
  afterEach(() => server.close())
  const opened = async (options: FrontdeskOptions = {}) => {
    server = await testServer(engine, options)
  }

  test('attack: one number is sent codes without end', async () => {
    await opened({ rateLimits: { ...unlimited, codesPerRecipientPerHour: 2, codesPerRecipientPerDay: 3 } })
    await sendTo(server, german(1))
    await sendTo(server, german(1))
    expect(await refused(sendTo(server, german(1)))).toEqual([429, 'too_many_requests', 3600])
    await sendTo(server, german(2))
    server.clock.advance(hourMs)
    await sendTo(server, german(1))
    expect(await refused(sendTo(server, german(1)))).toEqual([429, 'too_many_requests', 23 * 3600])
  })

  test('attack: many numbers of one country, by several at once, each within its own budget', async () => {
    await opened({ rateLimits: { ...unlimited, textsPerCountryPerHour: 3, textsPerCountryPerDay: 5 } })
    const several = Array.from({ length: 6 }, (_, number) => refused(sendTo(server, german(number))))
    expect((await Promise.all(several)).filter((refusal) => refusal === null)).toHaveLength(3)
    expect(await refused(sendTo(server, german(9)))).toEqual([429, 'too_many_requests', 3600])
    await sendTo(server, '+436641234567') // Austria has its own

    server.clock.advance(hourMs)
    await sendTo(server, german(10))
    await sendTo(server, german(11))
    expect(await refused(sendTo(server, german(12)))).toEqual([429, 'too_many_requests', 23 * 3600])
    expect(await server.textbox.all()).toHaveLength(6)
  })

  test('attack: codes that nobody is sent count too, since others could be told apart by it', async () => {
    await opened({ rateLimits: { ...unlimited, textsPerCountryPerHour: 1 } })
    await sendTo(server, german(1), false)
    expect(await refused(sendTo(server, german(2)))).toEqual([429, 'too_many_requests', 3600])
    expect(await server.textbox.all()).toEqual([])
  })

  test.each([
    ['a premium service', '+499001234567', 'form_param_format_invalid'],
    ['a shared-cost service', '+491801234567', 'form_param_format_invalid'],
    ['a personal number, which is forwarded at a price', '+447012345678', 'form_param_format_invalid'],
    ['a hotline', '+498001234567', 'form_param_format_invalid'],
    ['a satellite', '+881612345678', 'unsupported_country_code'],
    ['a country that is not served', '+33612345678', 'unsupported_country_code'],
    ['a number that no plan has', '+447700900123', 'form_param_format_invalid'],
  ])('attack: a message to %s', async (_, number, code) => {
    await opened({ phoneNumbers: { countries: ['DE', 'at', 'GB'] } })
    expect(await refused(sendTo(server, number))).toEqual([422, code, undefined])
    expect(await server.textbox.all()).toEqual([])
    expect(await server.instance.db.selectFrom('one_time_secrets').select('id').execute()).toEqual([])
  })

  test('attack: a test number in production takes no known code and no message', async () => {
    await opened({ environment: 'production' })
    expect(await refused(sendTo(server, '+12025550123'))).toEqual([422, 'form_param_format_invalid', undefined])
  })

  test('a test number in development takes 424242, and costs nothing', async () => {
    await opened({ rateLimits: { ...unlimited, codesPerRecipientPerHour: 1, textsPerCountryPerHour: 1 } })
    for (const number of ['+15555550100', '+15555550100', '+12025550199']) await sendTo(server, number)
    expect((await server.textbox.all()).map(({ code }) => code)).toEqual(['424242', '424242', '424242'])
  })
})
