/** What stays the same from request to request: keys, verifier and API client of one instance, made once for each set of options. */
import { type ClerkClient, createApiClient } from '../api/clerk-client.js'
import type { ApiSettings } from '../api/transport.js'
import type { Embedded } from '../embedded.js'
import { type PublishableKey, parsePublishableKey } from '../publishable-key.js'
import { keyFromPem, publishedKeys } from '../tokens/keys.js'
import { createSessionTokenVerifier, type SessionTokenVerifier } from '../tokens/session-token.js'
import { type AuthenticateRequestOptions, optionsFromEnvironment } from './options.js'

export interface Instance {
  options: AuthenticateRequestOptions
  publishableKey: PublishableKey
  verifier: SessionTokenVerifier
  api: ClerkClient
}

const noEmbedded = {}
const instances = new WeakMap<object, WeakMap<object, Instance>>()

/** The instance for options and embedded server, at once when it was made before. Options given win over the embedded server's, and those over the environment. */
export function instanceFor(given: AuthenticateRequestOptions, embedded: Embedded | undefined): Instance | Promise<Instance> {
  const known = instances.get(embedded ?? noEmbedded)?.get(given)
  if (known) return known
  if (!embedded) return remember(noEmbedded, given, makeInstance(merge(given, optionsFromEnvironment()), undefined))
  return embedded.ready().then((settings) => remember(embedded, given, makeInstance(merge(given, settings), embedded)))
}

function remember(key: object, given: AuthenticateRequestOptions, instance: Instance): Instance {
  const byOptions = instances.get(key) ?? new WeakMap<object, Instance>()
  instances.set(key, byOptions.set(given, instance))
  return instance
}

function merge(given: AuthenticateRequestOptions, fallback: AuthenticateRequestOptions): AuthenticateRequestOptions {
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== '')
  return { ...fallback, ...Object.fromEntries(set) }
}

function makeInstance(options: AuthenticateRequestOptions, embedded: Embedded | undefined): Instance {
  if (!options.publishableKey)
    throw new Error(
      'No publishable key: embed the server with app.use(frontdesk()) before clerkMiddleware(), or set CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY (`npx frontdesk keys` prints them).',
    )
  if (!options.secretKey && !options.jwtKey)
    throw new Error('No secret key: set CLERK_SECRET_KEY (`npx frontdesk keys` prints it).')

  const api = createApiClient(() => apiSettings(options, embedded))
  const keys = options.jwtKey ? keyFromPem(options.jwtKey) : publishedKeys(async () => (await api.jwks.getJwks()).keys)
  return { options, publishableKey: parsePublishableKey(options.publishableKey), verifier: createSessionTokenVerifier(keys), api }
}

/** @throws with the missing setting's name */
export function apiSettings({ secretKey, apiUrl }: AuthenticateRequestOptions, embedded: Embedded | undefined): ApiSettings {
  if (!secretKey) throw new Error('No secret key: set CLERK_SECRET_KEY (`npx frontdesk keys` prints it).')
  if (!apiUrl) throw new Error('No API address: set CLERK_API_URL (`npx frontdesk keys` prints it).')
  return { secretKey, apiUrl, fetch: embedded && ((request) => embedded.fetch(request)) }
}
