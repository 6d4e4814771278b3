import { createHmac } from 'node:crypto'
import express5, { type RequestHandler } from 'express'
import { expect, test } from 'vitest'
import { listening } from '../../../tests/environment/listening.js'
import { verifyWebhook } from './webhooks.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

const signingSecret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`
const body = '{ "type": "user.created", "object": "event", "data": { "id": "user_1" } }'

/** What the app answers to a delivery that is signed rightly: the event's type, or the error's message. */
async function deliver(express: typeof express5, parser: RequestHandler): Promise<string> {
  const app = express()
  app.post('/webhooks', parser, async (request, response) => {
    const outcome = await verifyWebhook(request, { signingSecret }).then(
      (event) => event.type,
      (error: Error) => error.message,
    )
    response.send(outcome)
  })
  const { origin, close } = await listening(app)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(signingSecret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')
  const response = await fetch(`${origin}/webhooks`, {
    method: 'POST',
    body,
    headers: {
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

test.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('a webhook is verified on the bytes that were sent (%s)', async (_, express) => {
  expect(await deliver(express, express.raw({ type: 'application/json' }))).toBe('user.created')
  expect(await deliver(express, express.text({ type: 'application/json' }))).toBe('user.created')

  const keepsTheBytes = express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) })
  expect(await deliver(express, keepsTheBytes)).toBe('user.created')

  expect(await deliver(express, express.json())).toContain('express.raw(')
})
