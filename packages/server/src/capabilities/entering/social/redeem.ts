/**
 * What a browser brings back from a provider, exchanged for what the provider says itself. Nothing of it is believed unchecked: whose
 * answer it is (RFC 9207), the ID token by the provider's published keys (OpenID Connect Core, 3.1.3.7), and that the profile is about
 * the person of the ID token.
 */
import { canonicalEmailAddress } from '@frontdesk/contract'
import type * as Oauth from 'oauth4webapi'
import type { Instance } from '../../../start/instance.js'
import {
  type ExternalTokens,
  type VerifiedExternalAccount,
  verifiedExternalAccount,
} from '../../identity/external-accounts/external-accounts.js'
import type { Flow } from './authorization.js'
import { type Connection, connectionTo } from './connection.js'
import { issuersKeys } from './issuers-keys.js'
import type { ExternalProfile, Json, ProfileSources, Provider } from './provider.js'

/** Why nobody was proved: in the words of an attempt's error, and for the log. */
export class ProviderFailure extends Error {
  constructor(
    readonly code: 'oauth_access_denied' | 'oauth_token_exchange_error' | 'oauth_fetch_user_error',
    cause: unknown,
  ) {
    super(code, { cause })
  }
}

/** @throws `ProviderFailure` */
export async function redeem(
  instance: Instance,
  provider: Provider,
  flow: Flow,
  callback: URLSearchParams,
): Promise<VerifiedExternalAccount> {
  const connection = await connectionTo(instance, provider)
  const answer = await exchange(connection, provider, flow, callback)
  const profile = await profileFrom(connection, provider, answer, callback)
  return accountOf(provider, profile, answer.token.scope ?? flow.scopes, tokensIn(instance, answer.token))
}

interface Answer {
  token: Oauth.TokenEndpointResponse
  idToken: Json | null
}

/** The code for tokens, and the ID token checked. */
async function exchange(connection: Connection, provider: Provider, flow: Flow, callback: URLSearchParams): Promise<Answer> {
  const { oauth, server, client, auth, options } = connection
  try {
    const parameters = oauth.validateAuthResponse(server, client, named(provider, callback), oauth.skipStateCheck) // checked: `openState`
    const verifier = provider.pkce ? flow.verifier : oauth.nopkce
    const response = await oauth.authorizationCodeGrantRequest(server, client, auth, parameters, flow.callbackUrl, verifier, {
      ...options,
      additionalParameters: clientParameters(provider),
    })
    if (provider.kind === 'oauth2')
      return {
        token: await oauth.processAuthorizationCodeResponse(server, client, await withoutIdToken(response), typesOf(provider)),
        idToken: null,
      }
    const issuer = await issuerFor(provider, server, response)
    const token = await oauth.processAuthorizationCodeResponse(issuer, client, response, {
      expectedNonce: provider.quirks?.omitsNonce ? oauth.expectNoNonce : flow.nonce,
      requireIdToken: true,
      ...typesOf(provider),
    })
    return { token, idToken: await checkedClaims({ ...connection, server: issuer }, provider, token, response) }
  } catch (error) {
    const isRefusal = error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied'
    throw new ProviderFailure(isRefusal ? 'oauth_access_denied' : 'oauth_token_exchange_error', error)
  }
}

/** A provider without an issuer of its own on record may name itself: there is nothing to compare that with. */
function named({ issuer }: Provider, callback: URLSearchParams): URLSearchParams {
  const parameters = new URLSearchParams(callback)
  if (issuer === undefined) parameters.delete('iss')
  return parameters
}

/** Where the issuer depends on the tenant, what the claims make of it; that they are the provider's is checked with all others. */
async function issuerFor(
  { quirks }: Provider,
  server: Oauth.AuthorizationServer,
  response: Response,
): Promise<Oauth.AuthorizationServer> {
  if (!quirks?.issuerOf || !response.ok) return server
  const { id_token: token } = (await response.clone().json()) as Json
  const [, payload = ''] = typeof token === 'string' ? token.split('.') : []
  return { ...server, issuer: quirks.issuerOf(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json) }
}

/** The claims, once the signature and for whose use they were made are checked, too. */
export async function checkedClaims(
  { oauth, server, options }: Connection,
  provider: Provider,
  token: Oauth.TokenEndpointResponse,
  response: Response,
): Promise<Json> {
  await oauth.validateApplicationLevelSignature(server, response, { ...options, [oauth.jwksCache]: issuersKeys(provider) })
  const claims = oauth.getValidatedIdTokenClaims(token)
  if (claims?.azp !== undefined && claims.azp !== provider.clientId)
    throw new Error("The ID token was made for another client's use")
  return { ...claims }
}

async function profileFrom(
  connection: Connection,
  provider: Provider,
  { token, idToken }: Answer,
  callback: URLSearchParams,
): Promise<ExternalProfile> {
  const { quirks = {}, userinfoEndpoint } = provider
  try {
    const userinfo =
      userinfoEndpoint === undefined
        ? null
        : await profileAt(connection, provider, token.access_token, userinfoEndpoint, quirks.profileMethod)
    // The one is signed and the other is not: a profile of somebody else would bring another's address.
    if (idToken && userinfo && (userinfo as Json).sub !== idToken.sub)
      throw new Error("The profile is not the ID token's person's")
    const extra: ProfileSources['extra'] = {}
    for (const [name, url] of Object.entries(quirks.extra ?? {}))
      extra[name] = await profileAt(connection, provider, token.access_token, url)
    const sources = {
      idToken,
      userinfo: userinfo as Json | null,
      token: { ...token },
      extra,
      callback: Object.fromEntries(callback),
    }
    const profile = provider.profileOf(sources)
    if (profile.subject === '') throw new Error('The profile names no subject')
    return profile
  } catch (error) {
    throw new ProviderFailure('oauth_fetch_user_error', error)
  }
}

async function profileAt(
  { oauth, options }: Connection,
  { quirks = {} }: Provider,
  accessToken: string,
  url: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<unknown> {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'frontdesk', ...quirks.profileHeaders })
  const body = method === 'POST' ? (quirks.profileBody ?? null) : null
  if (body !== null) headers.set('content-type', 'application/json')
  const response = await oauth.protectedResourceRequest(
    accessToken,
    method,
    new URL(url.replace('{access_token}', encodeURIComponent(accessToken))),
    headers,
    body,
    options,
  )
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`)
  return response.json()
}

/** An ID token that nobody checks is not to be looked at, and a type that isn't said is `bearer`. */
async function withoutIdToken(response: Response): Promise<Response> {
  if (!response.ok) return response
  const { id_token: _, ...rest } = (await response.json()) as Json
  return Response.json({ token_type: 'bearer', ...rest })
}

const clientParameters = ({ quirks, clientId }: Provider): Record<string, string> =>
  quirks?.clientIdParameter ? { [quirks.clientIdParameter]: clientId } : {}

const typesOf = ({ quirks }: Provider) => ({
  recognizedTokenTypes: Object.fromEntries((quirks?.tokenTypes ?? []).map((type) => [type, () => {}])),
})

/** Apps show it as it is. */
const webAddress = (url: string | null): string | null =>
  url && url.length <= 2048 && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null

/** For an answer that was checked. */
export function accountOf(
  { strategy, key }: Provider,
  profile: ExternalProfile,
  scopes: string,
  tokens: ExternalTokens | null,
): VerifiedExternalAccount {
  return verifiedExternalAccount({
    strategy,
    provider: key,
    subject: profile.subject,
    emailAddress: profile.emailAddress && canonicalEmailAddress(profile.emailAddress),
    emailVerified: profile.emailVerified === true, // a mapping that hands on a text proves nothing
    firstName: profile.firstName,
    lastName: profile.lastName,
    username: profile.username,
    imageUrl: webAddress(profile.imageUrl),
    phoneNumber: profile.phoneNumber ?? null,
    scopes,
    tokens,
  })
}

/** What is kept of a token endpoint's answer. */
export const tokensIn = (instance: Instance, token: Oauth.TokenEndpointResponse): ExternalTokens => ({
  accessToken: token.access_token,
  refreshToken: token.refresh_token ?? null,
  idToken: token.id_token ?? null,
  expiresAt: token.expires_in === undefined ? null : instance.now() + token.expires_in * 1000,
})
