import type { Instance } from '../../../start/instance.js'
import type { ExternalTokens } from '../../identity/external-accounts/external-accounts.js'
import { connectionTo } from './connection.js'
import type { Provider } from './provider.js'
import { tokensIn } from './redeem.js'

/** Newer tokens for a refresh token (RFC 6749, section 6). @throws an Error when the provider gives none */
export async function refreshTokens(instance: Instance, provider: Provider, refreshToken: string): Promise<ExternalTokens> {
  const { oauth, server, client, auth, options } = await connectionTo(instance, provider)
  const response = await oauth.refreshTokenGrantRequest(server, client, auth, refreshToken, options)
  if (!response.ok) throw new Error(`The provider answered ${response.status}`)
  const { id_token: _, ...token } = (await response.json()) as Record<string, unknown> // an ID token was checked once, at the sign-in
  const checked = await oauth.processRefreshTokenResponse(server, client, Response.json({ token_type: 'bearer', ...token }))
  return tokensIn(instance, checked)
}
