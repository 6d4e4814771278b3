/** authenticateRequest() of both, on generated requests. */
import { createClerkClient as createClerkClientOfClerk } from '@clerk/backend'
import { createClerkClient } from '@frontdesk/backend'
import { type Answer, answerOf, type State, thrown } from './compare.js'
import { type Generated, keys } from './generator.js'
import type { Comparison } from './intended-differences.js'
import type { Peer } from './peer.js'

export async function compareRequests(requests: Generated[], peer: Peer): Promise<Comparison[]> {
  const settings = (secretKey: string) => ({ secretKey, apiUrl: peer.url, telemetry: { disabled: true } })
  const clients = Object.fromEntries(
    Object.entries(keys).map(([name, { secretKey }]) => [
      name,
      { clerk: createClerkClientOfClerk(settings(secretKey)), frontdesk: createClerkClient(settings(secretKey)) },
    ]),
  )
  const comparisons: Comparison[] = []
  for (const request of requests) {
    const { clerk, frontdesk } = clients[request.choices.key]! // one for each key
    comparisons.push({
      request,
      clerk: await decide(peer, request, (sent) => clerk.authenticateRequest(sent, request.options)),
      frontdesk: await decide(peer, request, (sent) =>
        frontdesk.authenticateRequest(sent, request.options as Parameters<typeof frontdesk.authenticateRequest>[1]),
      ),
    })
  }
  return comparisons
}

async function decide(
  peer: Peer,
  { url, method, headers }: Generated,
  authenticate: (sent: Request) => Promise<State>,
): Promise<Answer> {
  try {
    const state = await authenticate(new Request(url, { method, headers }))
    return await answerOf(state, peer.takeCalls())
  } catch {
    return thrown(peer.takeCalls())
  }
}
