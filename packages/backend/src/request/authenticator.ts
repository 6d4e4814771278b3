/** What stays the same from request to request: options, keys, verifier and API client of one instance. */
import type { ApiClient } from '../api/api-client.js'
import { createApiClient } from '../api/clerk-client.js'
import { type ApiSettings, noSecretKey } from '../api/transport.js'
import type { Embedded, EmbeddedSettings } from '../embedded.js'
import { type PublishableKey, parsePublishableKey } from '../publishable-key.js'
import { assertRules, type TokenRules } from '../tokens/check-claims.js'
import { keyFromPem, publicKeyFromPem, publishedKeys, uncachedKeys } from '../tokens/keys.js'
import { createMachineTokenVerifier, type MachineTokenVerifier } from '../tokens/machine-token.js'
import { createSessionTokenVerifier, type SessionTokenVerifier } from '../tokens/session-token.js'
import { type AuthenticateRequestOptions, mergeOptions, optionsFromEnvironment } from './options.js'
import { type OrganizationMatcher, organizationMatcher } from './organization-sync.js'
import { assertProxyUrl } from './site.js'

/** Where tokens are verified and the API is called; shared by all options that lead to the same place. */
export interface ServerAccess {
  verifier: SessionTokenVerifier
  machines: MachineTokenVerifier
  api: ApiClient
}

export interface Authenticator extends ServerAccess {
  options: AuthenticateRequestOptions
  publishableKey: PublishableKey
  /** The options' rules for claims, with the issuer that the publishable key names. */
  rules: TokenRules
  /** The organization that a path names, where the app has such paths. */
  organizationAt: OrganizationMatcher | null
  /** What the server of this process knows; null where the server is elsewhere. */
  embeddedServer: { publicUrl: string | undefined } | null
}

const withoutEmbedded = {}
const knownSettings = new WeakMap<Embedded, EmbeddedSettings>()
const authenticators = new WeakMap<object, WeakMap<object, Authenticator>>()

/**
 * The instance for options and embedded server, at once when it was made before. Options given win over the embedded server's, and
 * those over the environment; options that name another instance leave the embedded server out.
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

/** What the embedded server says of itself; asked once for each. */
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
  if (typeof options.proxyUrl === 'string') assertProxyUrl(options.proxyUrl)
  const publishableKey = options.publishableKey ? parsePublishableKey(options.publishableKey) : noPublishableKey
  assertRules(options)
  const { audience, authorizedParties, clockSkewInMs, headerType, issuer = `https://${publishableKey.host}` } = options
  const rules = { audience, authorizedParties, clockSkewInMs, headerType, issuer }
  const organizationAt = organizationMatcher(options.organizationSyncOptions)
  const access = serverAccessFor(options, isEmbedded ? embedded : undefined)
  const embeddedServer = isEmbedded && 'publicUrl' in settings ? { publicUrl: settings.publicUrl } : null // an older one does not tell
  const authenticator = { ...access, options, publishableKey, rules, organizationAt, embeddedServer }

  const key = embedded ?? withoutEmbedded
  const byOptions = authenticators.get(key) ?? new WeakMap<object, Authenticator>()
  authenticators.set(key, byOptions.set(given, authenticator))
  return authenticator
}

/**
 * What can be said of options before the first request; the environment counts where no server is embedded. Settings that are missing may
 * still come.
 * @throws for a key, a rule or an address that is none
 */
export function assertOptions(given: AuthenticateRequestOptions, embedded: Embedded | undefined): void {
  const options = mergeOptions(embedded ? {} : optionsFromEnvironment(), optionsOf(given.clerkClient), given)
  assertRules(options)
  if (options.publishableKey) parsePublishableKey(options.publishableKey)
  if (options.jwtKey) publicKeyFromPem(options.jwtKey)
  if (typeof options.proxyUrl === 'string') assertProxyUrl(options.proxyUrl)
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
export function namesAnotherInstance(options: AuthenticateRequestOptions, settings: EmbeddedSettings): boolean {
  const names = ['publishableKey', 'secretKey', 'apiUrl'] as const
  return names.some((name) => options[name] && options[name] !== settings[name])
}

const serverAccesses = new WeakMap<object, Map<string, ServerAccess>>()
const maxServerAccesses = 100 // options made for each request may name many instances, and keys come from callers

/** One verifier and client for each place, whatever object the options came in: options may be made anew for each request. */
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
  if (byPlace.size >= maxServerAccesses) byPlace.delete(byPlace.keys().next().value as string) // the oldest; size says there is one
  byPlace.set(id, access)
  return access
}

/** A call says what is missing: some bring a key of their own. */
export function apiSettings(options: AuthenticateRequestOptions, embedded: Embedded | undefined): ApiSettings {
  const { secretKey, machineSecretKey, apiUrl, apiVersion } = options
  return { secretKey, machineSecretKey, apiUrl, apiVersion, fetch: embedded && ((request) => embedded.fetch(request)) }
}

const clientOptions = Symbol.for('frontdesk.clientOptions')

interface Carrying {
  [clientOptions]?: { options: AuthenticateRequestOptions; of: unknown }
}

/** `authenticateRequest()` carries its client's options, out of sight, for `clerkMiddleware({ clerkClient })`: a copied client has it, too. */
export function carryOptions<Client extends { authenticateRequest: unknown }>(
  client: Client,
  options: AuthenticateRequestOptions,
): Client {
  const { authenticateRequest } = client
  Object.defineProperty(authenticateRequest, clientOptions, { value: { options, of: authenticateRequest } })
  return client
}

/** The options of a client of ours, of this module or of another copy. Undefined where somebody else decides, such as a test's stand-in. */
function optionsOf(client: { authenticateRequest?: unknown } | undefined): AuthenticateRequestOptions | undefined {
  const decides = client?.authenticateRequest
  const carried = (decides as Carrying | undefined)?.[clientOptions]
  return carried?.of === decides ? carried?.options : undefined // a spy may have copied what the function had
}

/** Whether a client is to be asked itself who sends a request: one of Clerk's, or one that wraps ours. */
export const authenticatesItself = (client: { authenticateRequest?: unknown } | undefined): boolean =>
  typeof client?.authenticateRequest === 'function' && optionsOf(client) === undefined
