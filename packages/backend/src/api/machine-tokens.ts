/** What request authentication asks the Backend API about opaque tokens: paths and bodies are those of Clerk's SDKs. */
import type { MachineTokenApi } from '../tokens/machine-token.js'
import { type ApiSettings, callApi } from './transport.js'

/** `ofMachine` are the settings with a machine's own key, if there is one: it then sees tokens that it may receive, and no others. */
export function machineTokenApi(settings: () => ApiSettings, ofMachine: () => ApiSettings): MachineTokenApi {
  const verify = async ({ path, body }: { path: string; body: object }, from: () => ApiSettings) =>
    callApi(from(), { method: 'POST', path, isUnversioned: true, body })
  return {
    apiKeys: { verify: (secret) => verify({ path: '/api_keys/verify', body: { secret } }, settings) },
    m2m: { verify: ({ token }) => verify({ path: '/m2m_tokens/verify', body: { token } }, ofMachine) },
    idPOAuthAccessToken: {
      verify: (accessToken) => verify({ path: '/oauth_applications/access_tokens/verify', body: { accessToken } }, settings),
    },
  }
}
