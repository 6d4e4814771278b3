/** What stays the same from request to request: options, keys, verifier and API client of one instance. */
import type { ApiClient } from '../api/api-client.js'
import { createApiClient } from '../api/clerk-client.js'
import { type ApiSettings, noSecretKey } from '../api/transport.js'
import type { Embedded, EmbeddedSettings } from '../embedded.js'
import { type PublishableKey, parsePublishableKey } from '../publishable-key.js'
import type { ClaimRules } from '../tokens/check-claims.js'
import { keyFromPem, publishedKeys } from '../tokens/keys.js'
import { createMachineTokenVerifier, type MachineTokenVerifier } from '../tokens/machine-token.js'
import { createSessionTokenVerifier, type SessionTokenVerifier } from '../tokens/session-token.js'
import { type AuthenticateRequestOptions, mergeOptions, optionsFromEnvironment } from './options.js'
import { type OrganizationMatcher, organizationMatcher } from './organization-sync.js'
import { assertProxyUrl } from './satellite.js'

/** Where tokens are verified and the API is called; shared by all options that lead to the same place. */
export interface Authority {
  verifier: SessionTokenVerifier
  machines: MachineTokenVerifier
  api: ApiClient
}

export interface Instance extends Authority {
  options: AuthenticateRequestOptions
  publishableKey: PublishableKey
  /** The options' rules for claims, with the issuer that the publishable key names. */
  rules: ClaimRules
  /** The organization that a path names, where the app has such paths. */
  organizationAt: OrganizationMatcher | null
}

const withoutEmbedded = {}
const settled = new WeakMap<Embedded, EmbeddedSettings>()
const instances = new WeakMap<object, WeakMap<object, Instance>>()

/**
 * The instance for options and embedded server, at once when it was made before. Options given win over the embedded server's, and
 * those over the environment; options that name another instance leave the embedded server out.
 */
export function instanceFor(given: AuthenticateRequestOptions, embedded: Embedded | undefined): Instance | Promise<Instance> {
  const known = instances.get(embedded ?? withoutEmbedded)?.get(given)
  if (known) return known
  const settings = embedded && settingsOf(embedded)
  return settings instanceof Promise ? settings.then((found) => make(given, embedded, found)) : make(given, embedded, settings)
}

/** What the embedded server says of itself; asked once for each. */
export function settingsOf(embedded: Embedded): EmbeddedSettings | Promise<EmbeddedSettings> {
  return (
    settled.get(embedded) ??
    embedded.ready().then((settings) => {
      settled.set(embedded, settings)
      return settings
    })
  )
}

function make(
  given: AuthenticateRequestOptions,
  embedded: Embedded | undefined,
  settings: EmbeddedSettings | undefined,
): Instance {
  const own = mergeOptions(optionsOf(given.clerkClient), given)
  const isEmbedded = settings !== undefined && !namesAnother(own, settings)
  const options = mergeOptions(isEmbedded ? settings : optionsFromEnvironment(), own)
  if (typeof options.proxyUrl === 'string') assertProxyUrl(options.proxyUrl)
  const publishableKey = options.publishableKey ? parsePublishableKey(options.publishableKey) : noPublishableKey
  const { audience, authorizedParties, clockSkewInMs, issuer = `https://${publishableKey.host}` } = options
  const rules = { audience, authorizedParties, clockSkewInMs, issuer }
  const organizationAt = organizationMatcher(options.organizationSyncOptions)
  const authority = authorityFor(options, isEmbedded ? embedded : undefined)
  const instance = { ...authority, options, publishableKey, rules, organizationAt }

  const key = embedded ?? withoutEmbedded
  const byOptions = instances.get(key) ?? new WeakMap<object, Instance>()
  instances.set(key, byOptions.set(given, instance))
  return instance
}

/** Machines are known without one. No session is: `assertSessionKeys` comes first, and no token has this issuer. */
const noPublishableKey: PublishableKey = { key: '', instanceType: 'production', host: '', cookieSuffix: '' }

/** @throws with what is missing to verify sessions */
export function assertSessionKeys({ publishableKey, secretKey, jwtKey }: AuthenticateRequestOptions): void {
  if (!publishableKey)
    throw new Error(
      'No publishable key: embed the server with app.use(frontdesk()) before clerkMiddleware(), or set CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY (`npx frontdesk keys` prints them).',
    )
  if (!secretKey && !jwtKey) throw new Error(noSecretKey)
}

/** @throws with what is missing to verify tokens of machines */
export function assertMachineKeys({ secretKey, machineSecretKey, jwtKey }: AuthenticateRequestOptions): void {
  if (!secretKey && !machineSecretKey && !jwtKey) throw new Error(noSecretKey)
}

/** Whether options choose another instance than the embedded one. */
export function namesAnother(options: AuthenticateRequestOptions, settings: EmbeddedSettings): boolean {
  const names = ['publishableKey', 'secretKey', 'apiUrl'] as const
  return names.some((name) => options[name] && options[name] !== settings[name])
}

const authorities = new WeakMap<object, Map<string, Authority>>()
const maxAuthorities = 100 // options made for each request may name many instances, and keys come from callers

/** One verifier and client for each place, whatever object the options came in: options may be made anew for each request. */
export function authorityFor(options: AuthenticateRequestOptions, embedded: Embedded | undefined): Authority {
  const place = embedded ?? withoutEmbedded
  const byPlace = authorities.get(place) ?? new Map<string, Authority>()
  authorities.set(place, byPlace)
  const id = JSON.stringify([options.apiUrl, options.secretKey, options.machineSecretKey, options.jwtKey])
  const known = byPlace.get(id)
  if (known) return known

  const api = createApiClient(() => apiSettings(options, embedded))
  const keys = options.jwtKey ? keyFromPem(options.jwtKey) : publishedKeys(async () => (await api.jwks.getJwks()).keys)
  const authority = { api, verifier: createSessionTokenVerifier(keys), machines: createMachineTokenVerifier(keys, api) }
  if (byPlace.size >= maxAuthorities) byPlace.delete(byPlace.keys().next().value as string) // the oldest; size says there is one
  byPlace.set(id, authority)
  return authority
}

/** @throws with the missing setting's name */
export function apiSettings(options: AuthenticateRequestOptions, embedded: Embedded | undefined): ApiSettings {
  const { secretKey, machineSecretKey, apiUrl } = options
  if (!secretKey && !machineSecretKey) throw new Error(noSecretKey)
  if (!apiUrl) throw new Error('No API address: set CLERK_API_URL (`npx frontdesk keys` prints it).')
  return { secretKey, machineSecretKey, apiUrl, fetch: embedded && ((request) => embedded.fetch(request)) }
}

const clientOptions = Symbol.for('frontdesk.clientOptions')

/** A client carries its options, out of sight, for `clerkMiddleware({ clerkClient })`. */
export function carryOptions<Client extends object>(client: Client, options: AuthenticateRequestOptions): Client {
  return Object.defineProperty(client, clientOptions, { value: options })
}

const optionsOf = (client: object | undefined) =>
  (client as { [clientOptions]?: AuthenticateRequestOptions } | undefined)?.[clientOptions] // set above, or by another copy of this module
