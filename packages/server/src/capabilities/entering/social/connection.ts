/** A provider as the library of OAuth knows it, asked by our own client: where it may lead is decided there, for endpoints of discovery too. */
import type * as Oauth from 'oauth4webapi'
import type { Instance } from '../../../start/instance.js'
import type { Outbound } from '../../../wire/outbound/outbound.js'
import type { Provider } from './provider.js'

export interface Connection {
  oauth: typeof Oauth
  server: Oauth.AuthorizationServer
  client: Oauth.Client
  auth: Oauth.ClientAuth
  /** For every request of the library's. */
  options: { [Oauth.customFetch]: Fetch; [Oauth.allowInsecureRequests]: true }
}

type Fetch = (
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: unknown; signal?: AbortSignal },
) => Promise<Response>

export async function connectionTo(instance: Instance, provider: Provider): Promise<Connection> {
  const oauth = await import('oauth4webapi') // needed by few requests, and by no instance without providers
  return {
    oauth,
    server: {
      issuer: provider.issuer ?? new URL(provider.authorizationEndpoint).origin,
      authorization_endpoint: provider.authorizationEndpoint,
      token_endpoint: provider.tokenEndpoint,
      userinfo_endpoint: provider.userinfoEndpoint,
      jwks_uri: provider.jwksUri,
      id_token_signing_alg_values_supported: provider.idTokenAlgorithms ?? ['RS256'],
      authorization_response_iss_parameter_supported: provider.namesIssuerInCallback,
    },
    client: {
      client_id: provider.clientId,
      [oauth.clockSkew]: Math.round((instance.now() - Date.now()) / 1000), // the instance's clock counts
      [oauth.clockTolerance]: 30,
    },
    auth: await authOf(oauth, provider, instance.now()),
    options: {
      [oauth.customFetch]: fetchBy(instance.outbound),
      [oauth.allowInsecureRequests]: true, // our client takes http:// only for hosts that the settings name
    },
  }
}

async function authOf(oauth: typeof Oauth, provider: Provider, now: number): Promise<Oauth.ClientAuth> {
  const secret = (await provider.makeClientSecret?.(now)) ?? provider.clientSecret?.reveal()
  if (!secret || provider.clientAuth === 'none') return oauth.None()
  return provider.clientAuth === 'basic' ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret)
}

const fetchBy =
  (outbound: Outbound): Fetch =>
  (url, { method, headers, body, signal }) =>
    outbound.fetch(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body !== undefined && body !== null && { body: String(body) }),
      signal,
    })
