import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifyWebhook } from './webhooks.js'

const signingSecret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`
const body = '{"type":"user.created","object":"event","data":{"id":"user_1"}}'
const seconds = Math.floor(Date.now() / 1000)

function delivery({
  id = 'msg_1',
  timestamp = String(seconds),
  text = body,
  secret = signingSecret,
  sent = body,
  prefix = 'svix',
} = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')
  const headers = {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: timestamp,
    [`${prefix}-signature`]: `v1,${Buffer.alloc(32).toString('base64')} v1,${signature}`,
  }
  return new Request('http://app.example/webhooks', { method: 'POST', body: sent, headers })
}

describe('a webhook', () => {
  test.each(['svix', 'webhook'])('a webhook with a signature that fits is an event (%s headers)', async (prefix) => {
    const event = await verifyWebhook(delivery({ prefix }), { signingSecret })
    expect(event).toMatchObject({ type: 'user.created', data: { id: 'user_1' } })
  })

  test.each([
    ['of another endpoint', delivery({ secret: `whsec_${Buffer.from('another').toString('base64')}` }), 'does not fit'],
    ['whose body was changed on the way', delivery({ sent: body.replace('user_1', 'user_2') }), 'does not fit'],
    ['whose body was parsed and written again', delivery({ sent: JSON.stringify(JSON.parse(body), null, 1) }), 'does not fit'],
    ['replayed an hour later', delivery({ timestamp: String(seconds - 3_600) }), 'five minutes'],
    ['from the future', delivery({ timestamp: String(seconds + 3_600) }), 'five minutes'],
    ['without a time', delivery({ timestamp: 'NaN' }), 'five minutes'],
    ['without headers', new Request('http://app.example', { method: 'POST', body }), 'svix-signature'],
  ])('a webhook %s is refused', async (_, request, message) => {
    await expect(verifyWebhook(request, { signingSecret })).rejects.toThrow(message)
  })

  test('a webhook whose timestamp has a fraction is the one of that second', async () => {
    const request = delivery()
    const later = request.clone()
    request.headers.set('svix-timestamp', `${seconds}.5`)
    expect(await verifyWebhook(request, { signingSecret })).toMatchObject({ type: 'user.created' })
    later.headers.set('svix-timestamp', `${seconds + 1}.5`)
    await expect(verifyWebhook(later, { signingSecret })).rejects.toThrow('does not fit')
  })

  test('a webhook is verified by a secret out of a file, which ends in a line break', async () => {
    expect(await verifyWebhook(delivery(), { signingSecret: ` ${signingSecret}\r\n` })).toMatchObject({ type: 'user.created' })
  })

  test('a webhook is refused without a signing secret, also an empty one', async () => {
    await expect(verifyWebhook(delivery(), { signingSecret: '' })).rejects.toThrow('CLERK_WEBHOOK_SIGNING_SECRET')
    await expect(verifyWebhook(delivery(), { signingSecret: 'whsec_' })).rejects.toThrow('CLERK_WEBHOOK_SIGNING_SECRET')
  })
})
