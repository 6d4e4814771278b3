import { createHmac } from 'node:crypto'
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { verifyWebhook } from './webhooks.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const signingSecret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`
const spaced = '{ "type": "user.created", "object": "event", "data": { "id": "user_1" } }'
const compact = JSON.stringify(JSON.parse(spaced))

/** An app's answer to a delivery that is signed rightly. */
async function deliver(app: Express, body: string): Promise<string> {
  app.use(((error, _request, response, _next) => void response.send(error.message)) as ErrorRequestHandler)
  const { origin, close } = await listening(app)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(signingSecret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')
  const response = await fetch(`${origin}/webhooks`, {
    method: 'POST',
    body,
    headers: {
      connection: 'close',
      'content-type': 'application/json',
      'svix-id': 'msg_1',
      'svix-timestamp': timestamp,
      'svix-signature': `v1,${signature}`,
    },
  })
  const text = await response.text()
  await close()
  return text
}

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('a webhook on %s', (_, express) => {
  /** The event's type, or the error's message. */
  const verified = (parser: RequestHandler, body = spaced) => {
    const app = express().post('/webhooks', parser, async (request, response) => {
      const outcome = await verifyWebhook(request, { signingSecret }).then(
        (event) => event.type,
        (error: Error) => error.message,
      )
      response.send(outcome)
    })
    return deliver(app, body)
  }
  const keeping = (kept: (bytes: Buffer) => unknown) =>
    express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: kept(bytes) }) })
  const toTheBytes = "mount the route with express.raw({ type: 'application/json' }), before express.json()"

  test.each<[string, RequestHandler]>([
    ['express.raw()', express.raw({ type: 'application/json' })],
    ['express.text()', express.text({ type: 'application/json' })],
    ['a parser that keeps the bytes in rawBody', keeping((bytes) => bytes)],
    ['a parser that keeps an array of bytes in rawBody', keeping((bytes) => new Uint8Array(bytes))],
    ['a parser that keeps the text in rawBody', keeping(String)],
  ])('a webhook is verified on the bytes that were sent, behind %s', async (_parser, parser) => {
    expect(await verified(parser)).toBe('user.created')
  })

  test('a webhook is verified behind express.json() where that can be made what was sent, and else says what to change', async () => {
    expect(await verified(express.json(), compact)).toBe('user.created')
    expect(await verified(express.json(), spaced)).toContain(toTheBytes)
  })

  test.each<[string, RequestHandler]>([
    ['no parser', (_request, _response, next) => next()],
    ['a parser of other types', express.raw({ type: 'text/plain' })],
    ['a middleware that keeps nothing', (request, _response, next) => void request.resume().once('end', () => next())],
  ])('a webhook behind %s says what to change', async (_parser, parser) => {
    expect(await verified(parser, compact)).toContain(toTheBytes)
  })

  test('a webhook whose signature is another one is not called parsed where its bytes are there', async () => {
    const changes: RequestHandler = (request, _response, next) => next(void Object.assign(request, { body: `${request.body} ` }))
    const message = await verified(express.Router().use(express.text({ type: 'application/json' }), changes))
    expect(message).toMatch(/signature does not fit: is this the secret of this endpoint/)
  })

  test('verifyWebhook itself as a handler answers with what to write instead', async () => {
    const itself = verifyWebhook as unknown as RequestHandler // as JavaScript may write it
    const app = express().post('/webhooks', express.raw({ type: 'application/json' }), itself)
    expect(await deliver(app, spaced)).toMatch(/^verifyWebhook is mounted as if it were a handler.*await verifyWebhook\(req\)/)
  })
})
