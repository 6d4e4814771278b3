/** What both SDKs say while the published keys can't be had. Clerk's tries again for seconds, so there are few of these, all at once. */
import { createClerkClient as createClerkClientOfClerk } from '@clerk/backend'
import { createClerkClient } from '@frontdesk/backend'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keys } from './generator.js'
import { type Peer, startPeer } from './peer.js'
import { now, token } from './tokens.js'

let peer: Peer
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  peer = await startPeer()
})
afterAll(async () => {
  await peer.close()
  vi.useRealTimers()
})

// Clerk's says `unexpected-error` where nobody answers at all: a reason that could be anything.
const cases = [
  ['nobody is at the address', 'sk_live_1', 'http://127.0.0.1:9', 'unexpected-error', 'jwk-remote-failed-to-load'],
  ['the secret key is of another instance', 'sk_live_unknown', '', 'secret-key-invalid', 'secret-key-invalid'],
  ['the address leads elsewhere', 'sk_live_1', '/elsewhere', 'jwk-remote-failed-to-load', 'jwk-remote-failed-to-load'],
] as const

test.concurrent.each(cases)('while %s, both SDKs refuse', async (_, secretKey, address, clerks, ours) => {
  const apiUrl = address.startsWith('http') ? address : `${peer.url}${address}`
  const options = { publishableKey: keys.live.publishableKey, secretKey, apiUrl, telemetry: { disabled: true } }
  const sent = () => new Request('http://app.example/', { headers: { authorization: `Bearer ${token('nothing')}` } })
  const [clerk, frontdesk] = await Promise.all([
    createClerkClientOfClerk(options).authenticateRequest(sent()),
    createClerkClient(options).authenticateRequest(sent()),
  ])
  expect([clerk.status, clerk.reason]).toEqual(['signed-out', clerks])
  expect([frontdesk.status, frontdesk.reason]).toEqual(['signed-out', ours])
})
