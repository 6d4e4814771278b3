import type { ApiClient } from '../api/api-client.js'
import { isOpaque, machineTokenType } from '../tokens/token-type.js'
import type { ServerAccess } from './authenticator.js'

/** `m2m.verify()` as in Clerk's SDKs: verifies JWTs with the instance's keys, and calls the API only for opaque tokens. */
export function verifyingM2MJwts(api: ApiClient, serverAccess: () => Promise<ServerAccess>): ApiClient {
  return {
    ...api,
    with: (limits) => verifyingM2MJwts(api.with(limits), serverAccess),
    m2m: {
      ...api.m2m,
      async verify(params) {
        if (isOpaque(params.token)) return api.m2m.verify(params)
        const { verifier, machines } = await serverAccess()
        const isJwt = machineTokenType(params.token, verifier.peek) === 'm2m_token'
        return isJwt ? machines.describe(params.token) : api.m2m.verify(params)
      },
    },
  }
}
