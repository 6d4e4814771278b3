/** Webhooks as real libraries verify them: Svix, Standard Webhooks, @clerk/backend and our own SDK. */
import { verifyWebhook as verifyAsClerk } from '@clerk/backend/webhooks'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyWebhook } from '../../packages/backend/src/webhooks.js'
import { engines, type TestServer, testPassword, testServer } from '../../packages/server/src/testing/test-server.js'
import { type Received, type Receiver, startReceiver } from '../../packages/server/src/testing/webhook-receiver.js'

const hour = 3600_000
const svix = 'svix' // whose class is that of Standard Webhooks, and so are its types
const { Webhook: Svix } = (await import(svix)) as { Webhook: typeof StandardWebhook }

/** Each throws what it finds wrong, and returns the event. */
const verifiers: Record<string, (received: Received, secret: string) => unknown> = {
  svix: ({ body, headers }, secret) => new Svix(secret).verify(body, headers),
  standardwebhooks: ({ body, headers }, secret) => new StandardWebhook(secret).verify(body, headers),
  '@clerk/backend': (received, signingSecret) => verifyAsClerk(requestOf(received), { signingSecret }),
  '@frontdesk/backend': (received, signingSecret) => verifyWebhook(requestOf(received), { signingSecret }),
}

const requestOf = ({ body, headers }: Received) => new Request('http://app.example/hook', { method: 'POST', headers, body })

describe.each(engines)('webhooks of a server on %s', (engine) => {
  let server: TestServer
  let receiver: Receiver
  let ahead = 0
  beforeAll(async () => {
    receiver = await startReceiver()
    server = await testServer(engine, { outbound: { privateHosts: ['127.0.0.1'] }, now: () => Date.now() + ahead })
  })
  afterAll(async () => {
    await server.close()
    await receiver.close()
  })

  let made = 0
  async function received(): Promise<Received> {
    const { length } = receiver.received
    await server.backend('POST', '/users', { email_address: [`${engine}-${++made}@exämple.com`], password: testPassword })
    await server.instance.webhooks.deliver()
    expect(receiver.received).toHaveLength(length + 1)
    return receiver.received.at(-1)!
  }
  const refused = async (one: Received, secret: string) => {
    for (const verify of Object.values(verifiers)) await expect(async () => verify(one, secret)).rejects.toThrow()
  }
  const taken = async (one: Received, secret: string) => {
    for (const verify of Object.values(verifiers)) expect(await verify(one, secret)).toEqual(JSON.parse(one.body))
  }

  test('every library takes a webhook with the secret of its endpoint, and no other, changed or stale one', async () => {
    const { secret } = (await server.backend('POST', '/webhook_endpoints', { url: receiver.url })).body
    expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/)
    const one = await received()
    await taken(one, secret)
    await refused(one, `whsec_${Buffer.alloc(32).toString('base64')}`)
    await refused({ ...one, body: one.body.replace('user.created', 'user.updated') }, secret)
    ahead = -hour
    await refused(await received(), secret)
    ahead = 0
  })

  test('after a rotation both secrets verify for as long as was said, and then the new one only', async () => {
    const [{ id, secret: first }] = await secrets()
    const rotated = (await server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, { previous_secret_ttl: 3600 })).body
    expect(rotated.secret).not.toBe(first)
    const during = await received()
    expect(during.headers['svix-signature']!.split(' ')).toHaveLength(2)
    await taken(during, first)
    await taken(during, rotated.secret)

    const again = (await server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, { previous_secret_ttl: 0 })).body
    const after = await received()
    await taken(after, again.secret)
    await refused(after, rotated.secret)
    await refused(after, first)
  })

  test('a secret ends with its time', async () => {
    const [{ id, secret: first }] = await secrets()
    const { secret } = (await server.backend('POST', `/webhook_endpoints/${id}/rotate_secret`, { previous_secret_ttl: 60 })).body
    ahead = 61_000
    const after = await received()
    await taken(after, secret)
    await refused(after, first)
    ahead = 0
  })

  /** The one endpoint, with a secret that is known. */
  async function secrets(): Promise<[{ id: string; secret: string }]> {
    const { data } = (await server.backend('GET', '/webhook_endpoints')).body
    return [(await server.backend('POST', `/webhook_endpoints/${data[0].id}/rotate_secret`, { previous_secret_ttl: 0 })).body]
  }
})
