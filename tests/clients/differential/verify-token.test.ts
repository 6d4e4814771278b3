/** verifyToken() of the published @clerk/backend and ours, on the tokens of the generated requests. */
import { verifyToken as verifyTokenOfClerk } from '@clerk/backend'
import { verifyToken } from '@frontdesk/backend'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Answer } from './compare.js'
import { generate } from './generator.js'
import type { Comparison } from './intended-differences.js'
import { startPeer } from './peer.js'
import { explain } from './report.js'
import { now, token } from './tokens.js'

const requests = generate(2_000, 20_261_125)
const comparisons: Comparison[] = []

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  const peer = await startPeer()
  try {
    for (const request of requests) {
      const { authorizedParties, audience, clockSkewInMs, jwtKey, secretKey } = request.options
      const options = { authorizedParties, audience, clockSkewInMs, jwtKey, secretKey, apiUrl: peer.url }
      const text = token(request.choices.fault, request.choices.claims)
      comparisons.push({
        request,
        clerk: await outcome(() => verifyTokenOfClerk(text, options)),
        frontdesk: await outcome(() => verifyToken(text, options)),
      })
    }
  } finally {
    await peer.close()
    vi.useRealTimers()
  }
})

async function outcome(verify: () => Promise<object>): Promise<Answer> {
  try {
    return { status: '"signed-in"', claims: JSON.stringify(await verify()) }
  } catch (error) {
    const { reason } = error as { reason?: string } // a TokenVerificationError, unless something broke
    return reason ? { status: '"signed-out"', reason: JSON.stringify(reason) } : { throws: 'true' }
  }
}

test(`${requests.length} tokens are verified alike, but for the intended differences`, () => {
  expect(explain(comparisons).unexplained).toEqual([])
})
