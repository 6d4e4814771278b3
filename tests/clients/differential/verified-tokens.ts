/** verifyToken() of both, on the tokens of generated requests with their options. */
import { verifyToken as verifyTokenOfClerk } from '@clerk/backend'
import { verifyToken } from '@frontdesk/backend'
import type { Answer } from './compare.js'
import type { Generated } from './generator.js'
import type { Comparison } from './intended-differences.js'
import type { Peer } from './peer.js'
import { token } from './tokens.js'

export async function compareTokens(requests: Generated[], peer: Peer): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  for (const request of requests) {
    const { authorizedParties, audience, clockSkewInMs, headerType, issuer, jwtKey, secretKey } = request.options
    const { apiVersion, skipJwksCache, jwksCacheTtlInMs } = request.options
    const rules = { authorizedParties, audience, clockSkewInMs, headerType, issuer }
    const options = { ...rules, jwtKey, secretKey, apiUrl: peer.url, apiVersion, skipJwksCache, jwksCacheTtlInMs }
    const text = token(request.choices.fault, request.choices.claims)
    comparisons.push({
      request,
      clerk: await outcome(() => verifyTokenOfClerk(text, options)),
      frontdesk: await outcome(() => verifyToken(text, options)),
    })
  }
  return comparisons
}

async function outcome(verify: () => Promise<object>): Promise<Answer> {
  try {
    return { status: '"signed-in"', claims: JSON.stringify(await verify()) }
  } catch (error) {
    const { reason } = error as { reason?: string } // a TokenVerificationError, unless something broke
    return reason ? { status: '"signed-out"', reason: JSON.stringify(reason) } : { throws: 'true' }
  }
}
