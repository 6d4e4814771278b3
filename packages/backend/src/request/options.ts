import type { ApiClient } from '../api/api-client.js'
import type { AcceptsToken } from '../auth/accepted-auth.js'
import type { TokenRules } from '../tokens/check-claims.js'
import type { TokenType } from '../tokens/token-type.js'
import type { RequestState } from './request-state.js'

/** How requests are authenticated; whatever is absent comes from the embedded server or the environment. */
export interface AuthenticateRequestOptions extends TokenRules {
  publishableKey?: string | undefined
  secretKey?: string | undefined
  /** A machine's own key, with which machine-to-machine tokens are verified instead of the secret key. */
  machineSecretKey?: string | undefined
  /** PEM public key: tokens are then verified without any request. */
  jwtKey?: string | undefined
  /** Base of the Backend API, such as `https://auth.example.com/__clerk/api`. */
  apiUrl?: string | undefined
  /** What follows `apiUrl` in the addresses of the Backend API; `v1` by default, the one that there is. */
  apiVersion?: string | undefined
  /** Asks for the published keys with each token instead of every five minutes, so that a withdrawn key is gone at once. */
  skipJwksCache?: boolean | undefined
  /** Taken for Clerk's sake, where it has no effect either: the keys are kept for five minutes. */
  jwksCacheTtlInMs?: number | undefined
  /** Where the Frontend API is reached, absolute or as a path of this origin. */
  proxyUrl?: string | ((url: URL) => string) | undefined
  /** Whether this is a further domain of the instance, which asks the primary one who is signed in. */
  isSatellite?: boolean | ((url: URL) => boolean) | undefined
  /** The satellite's own domain, without a scheme; its Frontend API is at `clerk.<domain>` unless `proxyUrl` says otherwise. */
  domain?: string | ((url: URL) => string) | undefined
  /** Whether a satellite also asks about browsers that it has never seen: one more redirect for every new visitor. */
  satelliteAutoSync?: boolean | undefined
  /** Addresses that name the organization to be active. */
  organizationSyncOptions?: OrganizationSyncOptions | undefined
  /** Where signed-out people are sent. */
  signInUrl?: string | undefined
  signUpUrl?: string | undefined
  afterSignInUrl?: string | undefined
  afterSignUpUrl?: string | undefined
  /** Whose tokens are taken: sessions' alone by default. */
  acceptsToken?: AcceptsToken | undefined
  /** Explains refusals in production, too; in development every one is explained. */
  debug?: boolean | undefined
  /** A client whose settings are used where these options are silent. */
  clerkClient?: ClerkClient | undefined
}

/** The state is of the families of tokens that are accepted: of sessions alone unless `acceptsToken` says otherwise. */
export interface AuthenticateRequest {
  <Type extends TokenType>(
    request: Request,
    options: AuthenticateRequestOptions & { acceptsToken: readonly Type[] },
  ): Promise<RequestState<Type | null>>
  <Type extends TokenType>(
    request: Request,
    options: AuthenticateRequestOptions & { acceptsToken: Type },
  ): Promise<RequestState<Type>>
  (request: Request, options: AuthenticateRequestOptions & { acceptsToken: 'any' }): Promise<RequestState<TokenType>>
  (request: Request, options?: AuthenticateRequestOptions): Promise<RequestState>
}

export interface ClerkClient extends ApiClient {
  /** Who sends a request; see `RequestState`. @throws when keys are missing */
  authenticateRequest: AuthenticateRequest
}

/** Patterns of paths, such as `/orgs/:slug/(.*)`; the parameter `:id` or `:slug` is the organization's. */
export interface OrganizationSyncOptions {
  organizationPatterns?: string[]
  personalAccountPatterns?: string[]
}

/** A setting without the blanks around it: files that hold a key often end in a line break. An empty one is no choice. */
export const setting = (text: string | undefined): string | undefined => text?.trim() || undefined

/** Options as CLERK_… variables carry them. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv = process.env): AuthenticateRequestOptions {
  return {
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    secretKey: env.CLERK_SECRET_KEY,
    machineSecretKey: env.CLERK_MACHINE_SECRET_KEY,
    jwtKey: env.CLERK_JWT_KEY,
    apiUrl: env.CLERK_API_URL,
    proxyUrl: env.CLERK_PROXY_URL,
    domain: env.CLERK_DOMAIN,
    isSatellite: isSwitchedOn(setting(env.CLERK_IS_SATELLITE)) || undefined,
    signInUrl: env.CLERK_SIGN_IN_URL,
    signUpUrl: env.CLERK_SIGN_UP_URL,
  }
}

/** As Clerk's SDKs read a switch. */
const isSwitchedOn = (value: string | undefined) => /^(true|[1-9]\d*)$/i.test(value ?? '')

/** Later options win; what is undefined or empty is no choice. */
export function mergeOptions(...layers: Array<AuthenticateRequestOptions | undefined>): AuthenticateRequestOptions {
  const merged: Record<string, unknown> = {}
  for (const layer of layers) {
    for (const [name, given] of Object.entries(layer ?? {})) {
      const value = typeof given === 'string' ? setting(given) : given
      if (value !== undefined) merged[name] = value
    }
  }
  return merged
}
