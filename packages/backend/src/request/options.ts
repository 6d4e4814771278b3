import { plainValue } from '@frontdesk/contract/options'
import type { ApiClient } from '../api/api-client.js'
import type { AcceptsToken } from '../auth/accepted-auth.js'
import type { TokenRules } from '../tokens/check-claims.js'
import type { TokenType } from '../tokens/token-type.js'
import type { RequestState } from './request-state.js'

/** How requests are authenticated. Absent options come from the embedded server or the environment. */
export interface AuthenticateRequestOptions extends TokenRules {
  publishableKey?: string | undefined
  secretKey?: string | undefined
  /** A machine's own key, used instead of the secret key to verify machine-to-machine tokens. */
  machineSecretKey?: string | undefined
  /** PEM public key, to verify tokens without any request. */
  jwtKey?: string | undefined
  /** Base of the Backend API, such as `https://auth.example.com/__clerk/api`. */
  apiUrl?: string | undefined
  /** The version in the Backend API's paths; `v1`, the only one, by default. */
  apiVersion?: string | undefined
  /** Fetches the published keys for each token instead of every five minutes, so that a withdrawn key is refused at once. */
  skipJwksCache?: boolean | undefined
  /** Accepted for compatibility with Clerk. Has no effect, as in Clerk's SDKs: keys are cached for five minutes. */
  jwksCacheTtlInMs?: number | undefined
  /** The URL of the Frontend API, absolute or a path on this origin. */
  proxyUrl?: string | ((url: URL) => string) | undefined
  /** Whether this is a satellite, a further domain of the instance that syncs its sessions with the primary one. */
  isSatellite?: boolean | ((url: URL) => boolean) | undefined
  /** The satellite's own domain, without a scheme; its Frontend API is at `clerk.<domain>` unless `proxyUrl` says otherwise. */
  domain?: string | ((url: URL) => string) | undefined
  /** Whether a satellite also syncs browsers without cookies, at the cost of a redirect for every new visitor. */
  satelliteAutoSync?: boolean | undefined
  /** Paths that name the organization to activate. */
  organizationSyncOptions?: OrganizationSyncOptions | undefined
  /** Where signed-out people are sent. */
  signInUrl?: string | undefined
  signUpUrl?: string | undefined
  afterSignInUrl?: string | undefined
  afterSignUpUrl?: string | undefined
  /** The accepted types of tokens; only session tokens by default. */
  acceptsToken?: AcceptsToken | undefined
  /** Logs the reasons of refusals in production, too, as in development. */
  debug?: boolean | undefined
  /** A client whose settings are the defaults of these options. */
  clerkClient?: ClerkClient | undefined
}

/** The type of the state follows from the accepted types of tokens; by default it is that of session tokens. */
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
  /** Authenticates a request; see `RequestState`. @throws if keys are missing */
  authenticateRequest: AuthenticateRequest
}

/** Path patterns, such as `/orgs/:slug/(.*)`. The parameter `:id` or `:slug` names the organization. */
export interface OrganizationSyncOptions {
  organizationPatterns?: string[]
  personalAccountPatterns?: string[]
}

/** A setting without blanks and quotes around it, which files with a key often leave. Returns undefined if it is empty. */
export const setting: (text: string | undefined) => string | undefined = plainValue

/** The options in the CLERK_… variables. */
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

/** Reads a boolean as Clerk's SDKs do. */
const isSwitchedOn = (value: string | undefined) => /^(true|[1-9]\d*)$/i.test(value ?? '')

/** Later options override earlier ones, unless they are undefined, null or empty. */
export function mergeOptions(...layers: Array<AuthenticateRequestOptions | undefined>): AuthenticateRequestOptions {
  const merged: Record<string, unknown> = {}
  for (const layer of layers) {
    for (const [name, given] of Object.entries(layer ?? {})) {
      const value = typeof given === 'string' ? setting(given) : given
      if (value !== undefined && value !== null) merged[name] = value
    }
  }
  return merged
}
