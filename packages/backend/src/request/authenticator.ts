/** What authenticates requests with one set of options: the completed options, token verifiers and an API client. Cached between requests. */
import type { ApiClient } from '../api/api-client.js'
import { createApiClient } from '../api/clerk-client.js'
import { type ApiSettings, noSecretKey } from '../api/transport.js'
import type { Embedded, EmbeddedSettings } from '../embedded.js'
import { type PublishableKey, parsePublishableKey } from '../publishable-key.js'
import { assertRules, type TokenRules } from '../tokens/check-claims.js'
import { createMachineTokenVerifier, type MachineTokenVerifier } from '../tokens/machine-token.js'
import { createSessionTokenVerifier, type SessionTokenVerifier } from '../tokens/session-token.js'
import { keyFromPem, publicKeyFromPem, publishedKeys, uncachedKeys } from '../tokens/verification-keys.js'
import { assertTexts, tellUnknown } from './option-mistakes.js'
import { type AuthenticateRequestOptions, mergeOptions, optionsFromEnvironment } from './options.js'
import { type OrganizationMatcher, organizationMatcher } from './organization-sync.js'
import { assertProxyUrl } from './site.js'

/** Access to one server: verifiers with its keys, and a client of its API. Shared by all options that name the same server and keys. */
export interface ServerAccess {
  verifier: SessionTokenVerifier
  machines: MachineTokenVerifier
  api: ApiClient
}

export interface Authenticator extends ServerAccess {
  options: AuthenticateRequestOptions
  publishableKey: PublishableKey
  /** The options' rules for claims, with the publishable key's issuer. */
  rules: TokenRules
  /** Returns the organization that a path names; null without `organizationSyncOptions`. */
  organizationAt: OrganizationMatcher | null
  /** What the embedded server says about itself; null if the server runs elsewhere. */
  embeddedServer: { publicUrl: string | undefined } | null
}

const withoutEmbedded = {}
const knownSettings = new WeakMap<Embedded, EmbeddedSettings>()
const authenticators = new WeakMap<object, WeakMap<object, Authenticator>>()

/**
 * Returns the authenticator for options and embedded server, synchronously if it is cached. Given options override the embedded server's,
 * which override the environment. If the options name another instance, the embedded server is not used.
 */
export function authenticatorFor(
  given: AuthenticateRequestOptions,
  embedded: Embedded | undefined,
): Authenticator | Promise<Authenticator> {
  const known = authenticators.get(embedded ?? withoutEmbedded)?.get(given)
  if (known) return known
  const settings = embedded && settingsOf(embedded)
  return settings instanceof Promise
    ? settings.then((found) => createAuthenticator(given, embedded, found))
    : createAuthenticator(given, embedded, settings)
}

/** The settings of an embedded server, read once. */
export function settingsOf(embedded: Embedded): EmbeddedSettings | Promise<EmbeddedSettings> {
  return (
    knownSettings.get(embedded) ??
    embedded.ready().then((settings) => {
      knownSettings.set(embedded, settings)
      return settings
    })
  )
}

function createAuthenticator(
  given: AuthenticateRequestOptions,
  embedded: Embedded | undefined,
  settings: EmbeddedSettings | undefined,
): Authenticator {
  const own = mergeOptions(optionsOf(given.clerkClient), given)
  const isEmbedded = settings !== undefined && !namesAnotherInstance(own, settings)
  const options = mergeOptions(isEmbedded ? settings : optionsFromEnvironment(), own)
  assertTexts(options)
  if (typeof options.proxyUrl === 'string') assertProxyUrl(options.proxyUrl)
  const publishableKey = options.publishableKey ? parsePublishableKey(options.publishableKey) : noPublishableKey
  assertRules(options)
  const { audience, authorizedParties, clockSkewInMs, headerType, issuer = `https://${publishableKey.host}` } = options
  const rules = { audience, authorizedParties, clockSkewInMs, headerType, issuer }
  const organizationAt = organizationMatcher(options.organizationSyncOptions)
  const access = serverAccessFor(options, isEmbedded ? embedded : undefined)
  const embeddedServer = isEmbedded && 'publicUrl' in settings ? { publicUrl: settings.publicUrl } : null // older servers lack it
  const authenticator = { ...access, options, publishableKey, rules, organizationAt, embeddedServer }

  const key = embedded ?? withoutEmbedded
  const byOptions = authenticators.get(key) ?? new WeakMap<object, Authenticator>()
  authenticators.set(key, byOptions.set(given, authenticator))
  return authenticator
}

/**
 * Validates options before the first request, with the environment if no server is embedded. Missing settings are no error yet. `by` is the
 * call that has them, such as `clerkMiddleware()`.
 * @throws if a key, a rule or an address is invalid
 */
export function assertOptions(by: string, given: AuthenticateRequestOptions, embedded: Embedded | undefined): void {
  tellUnknown(by, given)
  const options = mergeOptions(embedded ? {} : optionsFromEnvironment(), optionsOf(given.clerkClient), given)
  assertTexts(options)
  assertRules(options)
  if (options.publishableKey) parsePublishableKey(options.publishableKey)
  if (options.jwtKey) publicKeyFromPem(options.jwtKey)
  if (typeof options.proxyUrl === 'string') assertProxyUrl(options.proxyUrl)
}

/** For apps that only accept machines. Sessions need a real key: `assertSessionKeys` comes first, and no token has this issuer. */
const noPublishableKey: PublishableKey = { key: '', instanceType: 'production', host: '', cookieSuffix: '' }

/** @throws if a key is missing that verifying sessions needs */
export function assertSessionKeys({ publishableKey, secretKey, jwtKey }: AuthenticateRequestOptions): void {
  if (!publishableKey)
    throw new Error(
      'No publishable key: embed the server with app.use(frontdesk()) before clerkMiddleware(), or set CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY (`npx frontdesk keys` prints them).',
    )
  if (!secretKey && !jwtKey) throw new Error(noSecretKey)
}

/** @throws if a key is missing that verifying machine tokens needs */
export function assertMachineKeys({ secretKey, machineSecretKey, jwtKey }: AuthenticateRequestOptions): void {
  if (!secretKey && !machineSecretKey && !jwtKey) throw new Error(noSecretKey)
}

/** Whether the options name another instance than the embedded one. */
export function namesAnotherInstance(options: AuthenticateRequestOptions, settings: EmbeddedSettings): boolean {
  const { publishableKey } = options
  if (publishableKey && ![settings.publishableKey, ...(settings.furtherPublishableKeys ?? [])].includes(publishableKey))
    return true
  const names = ['secretKey', 'apiUrl'] as const
  return names.some((name) => options[name] && options[name] !== settings[name])
}

const serverAccesses = new WeakMap<object, Map<string, ServerAccess>>()
const maxServerAccesses = 100 // options may be created for each request, with keys from callers

/** One for each server and set of keys, not for each options object, because apps may create options for each request. */
export function serverAccessFor(options: AuthenticateRequestOptions, embedded: Embedded | undefined): ServerAccess {
  const place = embedded ?? withoutEmbedded
  const byPlace = serverAccesses.get(place) ?? new Map<string, ServerAccess>()
  serverAccesses.set(place, byPlace)
  const { apiUrl, apiVersion, secretKey, machineSecretKey, jwtKey, skipJwksCache } = options
  const id = JSON.stringify([apiUrl, apiVersion, secretKey, machineSecretKey, jwtKey, skipJwksCache])
  const known = byPlace.get(id)
  if (known) return known

  const api = createApiClient(() => apiSettings(options, embedded))
  const fetchKeys = async () => (await api.jwks.getJwks()).keys
  const keys = jwtKey ? keyFromPem(jwtKey) : skipJwksCache ? uncachedKeys(fetchKeys) : publishedKeys(fetchKeys)
  const access = { api, verifier: createSessionTokenVerifier(keys), machines: createMachineTokenVerifier(keys, api) }
  if (byPlace.size >= maxServerAccesses) byPlace.delete(byPlace.keys().next().value as string) // drops the oldest
  byPlace.set(id, access)
  return access
}

/** Missing settings are reported by each call, since some calls bring their own key. */
export function apiSettings(options: AuthenticateRequestOptions, embedded: Embedded | undefined): ApiSettings {
  assertTexts(options)
  const { secretKey, machineSecretKey, apiUrl, apiVersion } = options
  return { secretKey, machineSecretKey, apiUrl, apiVersion, fetch: embedded && ((request) => embedded.fetch(request)) }
}

const clientOptions = Symbol.for('frontdesk.clientOptions')

interface Carrying {
  [clientOptions]?: { options: AuthenticateRequestOptions; of: unknown }
}

/** Attaches the client's options to its `authenticateRequest()`, for `clerkMiddleware({ clerkClient })`. Copies of the client keep them. */
export function carryOptions<Client extends { authenticateRequest: unknown }>(
  client: Client,
  options: AuthenticateRequestOptions,
): Client {
  const { authenticateRequest } = client
  Object.defineProperty(authenticateRequest, clientOptions, { value: { options, of: authenticateRequest } })
  return client
}

/** The options of one of our clients, also of another copy of this module. Undefined for other clients, such as mocks. */
function optionsOf(client: { authenticateRequest?: unknown } | undefined): AuthenticateRequestOptions | undefined {
  const decides = client?.authenticateRequest
  const carried = (decides as Carrying | undefined)?.[clientOptions]
  return carried?.of === decides ? carried?.options : undefined // a spy may have copied the function's properties
}

/** Whether the client's own `authenticateRequest()` must be called, because it is Clerk's or wraps ours. */
export const authenticatesItself = (client: { authenticateRequest?: unknown } | undefined): boolean =>
  typeof client?.authenticateRequest === 'function' && optionsOf(client) === undefined
