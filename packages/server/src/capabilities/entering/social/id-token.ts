/**
 * An ID token that a provider gave to the page itself, as Google One Tap does, and that the browser brings without having been sent
 * anywhere. It is checked as every other, counts once, and was made for no nonce: those of the way there and back are no entrance here,
 * though an app may hold them.
 */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { type Proof, proofOfToken } from '../../ground/one-time-secrets/one-time-secrets.js'
import type { VerifiedExternalAccount } from '../../identity/external-accounts/external-accounts.js'
import { connectionTo } from './connection.js'
import type { Json, Provider } from './provider.js'
import { accountOf, checkedClaims } from './redeem.js'
import { requireProviderToEnter } from './require-provider.js'

/** The strategy by which forms bring one, and whose it is. */
export const oneTap = { strategy: 'google_one_tap', provider: 'oauth_google' } as const

/** @throws `form_param_missing`, `strategy_for_user_invalid`, `oauth_token_exchange_error` for a token that proves nobody */
export async function readIdToken(
  instance: Instance,
  token: string | null | undefined,
): Promise<{ proof: Proof; account: VerifiedExternalAccount }> {
  if (!token) throw errors.formParamMissing('token')
  const provider = await requireProviderToEnter(instance, oneTap.provider)
  const claims = await claimsOf(instance, provider, token).catch((error: unknown) => {
    instance.log({ level: 'warn', message: `${oneTap.strategy}: an ID token was refused`, error })
    throw errors.oauthTokenExchangeError()
  })
  const profile = provider.profileOf({ idToken: claims, userinfo: null, token: {}, extra: {}, callback: {} })
  const account = accountOf(provider, profile, provider.scopes.join(' '), null)
  const expiresAt = (Number(claims.exp) + 60) * 1000 // the check allows for clocks that differ
  return { proof: await proofOfToken(instance, 'id_token', token, expiresAt), account }
}

async function claimsOf(instance: Instance, provider: Provider, token: string): Promise<Json> {
  const connection = await connectionTo(instance, provider)
  const { oauth, server, client } = connection
  // As if it had come from the token endpoint, so that nothing is checked less.
  const answer = Response.json({ access_token: 'none', token_type: 'bearer', id_token: token })
  const checked = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: oauth.expectNoNonce,
    requireIdToken: true,
  })
  return checkedClaims(connection, provider, checked, answer)
}
