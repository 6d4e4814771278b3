/** How text messages leave: by Twilio's API, by a webhook of the operator's, and to the inbox of development. */
import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { text as bodyOf } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { listening } from '../../../../../../tests/environment/listening.js'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { sendTextCode } from '../one-time-secrets/text-codes.js'

interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

const closing: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A provider on loopback that answers as it is told. */
async function provider(answer: () => [status: number, body: object] = () => [201, { sid: 'SM1' }]) {
  const received: Received[] = []
  const { origin, close } = await listening(async (request, response) => {
    received.push({ path: request.url!, headers: request.headers, body: await bodyOf(request) })
    const [status, body] = answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  closing.push(close)
  return { received, host: new URL(origin).host, url: origin }
}

async function opened(engine: 'sqlite' | 'postgres', host: string, options: FrontdeskOptions): Promise<TestServer> {
  const server = await testServer(engine, { outbound: { privateHosts: [host] }, ...options })
  closing.push(() => server.close())
  return server
}

const to = '+4915123456789'

const send = ({ instance }: TestServer, number = to) =>
  transaction(instance, (tx) =>
    sendTextCode(tx, {
      purpose: 'phone_number_code',
      subject: 'idn_1',
      kind: 'phone_number_code',
      to: number,
      owner: { userId: 'user_1', phoneNumberId: 'idn_1' },
    }),
  )

const statusOf = async ({ instance }: TestServer) =>
  (await instance.db.selectFrom('messages').select('status').where('channel', '=', 'text').execute()).map(({ status }) => status)

describe.each(engines)('text messages on %s', (engine) => {
  test("Twilio's API is asked with the account, its token, the sender and the text", async () => {
    const { received, host, url } = await provider()
    const twilio = { baseUrl: `${url}/`, accountSid: 'AC1', authToken: 'token', from: '+15005550006' }
    const server = await opened(engine, host, { texts: { twilio }, publicUrl: 'https://app.example.com' })
    await send(server)
    await server.instance.deliveries.deliver()

    const code = await server.textbox.lastCode(to)
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      path: '/2010-04-01/Accounts/AC1/Messages.json',
      headers: {
        authorization: `Basic ${Buffer.from('AC1:token').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    expect(Object.fromEntries(new URLSearchParams(received[0]!.body))).toEqual({
      To: to,
      From: '+15005550006',
      Body: `${code} is your code to add this number to My app. It works for 10 minutes. Tell nobody.\n\n@app.example.com #${code}`,
    })
    expect(await statusOf(server)).toEqual(['sent'])
  })

  test('a messaging service stands in place of a number', async () => {
    const { received, host, url } = await provider()
    const twilio = { baseUrl: url, accountSid: 'AC1', authToken: 'token', messagingServiceSid: 'MG1' }
    const server = await opened(engine, host, { texts: { twilio } })
    await send(server)
    await server.instance.deliveries.deliver()
    expect(Object.fromEntries(new URLSearchParams(received[0]!.body))).toMatchObject({ MessagingServiceSid: 'MG1' })
  })

  test('a number that cannot be reached is given up, and everything else is tried again until the code is over', async () => {
    const answers: Array<[number, object]> = [
      [400, { code: 21211, message: `${to} is not a number` }],
      [503, {}],
      [401, { code: 20003 }],
      [201, { sid: 'SM1' }],
    ]
    const { received, host, url } = await provider(() => answers[received.length - 1]!)
    const twilio = { baseUrl: url, accountSid: 'AC1', authToken: 'token', from: 'Acme' }
    const server = await opened(engine, host, { texts: { twilio } })
    await send(server)
    await server.instance.deliveries.deliver()
    expect(await statusOf(server)).toEqual(['failed'])
    expect(JSON.stringify(server.logs)).not.toContain(to)

    await send(server)
    for (const waiting of ['waiting', 'waiting', 'sent']) {
      server.clock.advance(60_000)
      await server.instance.deliveries.deliver()
      expect(await statusOf(server)).toEqual(['failed', waiting])
    }
    expect(received).toHaveLength(4)

    await send(server)
    server.clock.advance(600_000)
    await server.instance.deliveries.deliver()
    expect(received).toHaveLength(4) // nobody wants a code that is over
  })

  test('a webhook of the operator gets each message, signed as Standard Webhooks has it', async () => {
    const { received, host, url } = await provider(() => [204, {}])
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const server = await opened(engine, host, { texts: { webhook: { url: `${url}/texts`, secret } } })
    await send(server)
    await server.instance.deliveries.deliver()

    const code = await server.textbox.lastCode(to)
    const [{ path, headers, body }] = received as [Received]
    expect(path).toBe('/texts')
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const signature = `v1,${createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64')}`
    expect(headers).toMatchObject({ 'webhook-signature': signature, 'svix-signature': signature })
    expect(JSON.parse(body)).toMatchObject({
      type: 'text_message.send',
      data: {
        id: headers['webhook-id'],
        to,
        kind: 'phone_number_code',
        code,
        text: expect.stringContaining(code),
        expires_at: expect.any(Number),
      },
    })
  })

  test('attack: a provider inside the network is not asked unless its host is named', async () => {
    const { received, url } = await provider()
    const twilio = { baseUrl: url, accountSid: 'AC1', authToken: 'token', from: 'Acme' }
    const server = await opened(engine, 'other.internal', { texts: { twilio } })
    await send(server)
    await server.instance.deliveries.deliver()
    expect(received).toEqual([])
    expect(await statusOf(server)).toEqual(['waiting'])
    expect(JSON.stringify(server.logs.map(({ error }) => String(error)))).toContain('FRONTDESK_PRIVATE_HOSTS')
  })

  test('the inbox shows text messages among the mail', async () => {
    const server = await testServer(engine)
    closing.push(() => server.close())
    await send(server)
    const code = await server.textbox.lastCode(to)
    const inbox = (await (await server.request('/__frontdesk/inbox/messages')).json()) as { data: object[] }
    expect(inbox.data).toMatchObject([{ channel: 'text', to, code, subject: expect.stringMatching(`^${code} is your code`) }])
    await server.request('/__frontdesk/inbox/messages', { method: 'DELETE', headers: { origin: 'http://localhost:3000' } })
    expect(await server.textbox.all()).toEqual([])
  })

  test('messages with their codes are events for those only who name them, and are sealed', async () => {
    const told: unknown[] = []
    const server = await testServer(engine, { on: { 'sms.created': (event) => void told.push(event.data) } })
    closing.push(() => server.close())
    const body = { url: 'https://hooks.example.com/all' }
    await server.backend('POST', '/webhook_endpoints', body)
    const named = await server.backend('POST', '/webhook_endpoints', { ...body, events: ['sms.created'] })
    await send(server)

    const code = await server.textbox.lastCode(to)
    expect(told).toMatchObject([
      {
        object: 'sms_message',
        slug: 'verification_code',
        to_phone_number: to,
        phone_number_id: 'idn_1',
        user_id: 'user_1',
        data: { otp_code: code },
      },
    ])
    const rows = await server.instance.db.selectFrom('events').selectAll().execute()
    expect(rows.map(({ type }) => type)).toEqual(['sms.created'])
    expect(JSON.stringify(rows)).not.toContain(code)
    expect((await server.backend('GET', '/events')).body.data).toEqual([])
    const deliveries = await server.instance.db.selectFrom('webhook_deliveries').select('endpoint_id').execute()
    expect(deliveries).toEqual([{ endpoint_id: named.body.id }])
  })
})

test.each([
  [{ twilio: { accountSid: 'AC1', from: 'Acme' } }, 'texts.twilio.authToken'],
  [{ twilio: { accountSid: 'AC1', authToken: 'token' } }, 'texts.twilio.from'],
  [{ webhook: { url: 'https://app.example.com/texts' } }, 'texts.webhook.secret'],
  [{ webhook: { url: 'https://app.example.com/texts', secret: 'whsec_short' } }, 'texts.webhook.secret'],
])('options that are half of what is needed are refused by name', async (texts, name) => {
  await expect(testServer('sqlite', { texts })).rejects.toThrow(name)
})

test('a production instance without a provider keeps its messages, and says what is missing', async () => {
  const server = await testServer('sqlite', { environment: 'production' })
  closing.push(() => server.close())
  await send(server)
  await server.instance.deliveries.deliver()
  expect(await statusOf(server)).toEqual(['waiting'])
  expect(JSON.stringify(server.logs.map(({ error }) => String(error)))).toContain('docs/phone.md')
})
