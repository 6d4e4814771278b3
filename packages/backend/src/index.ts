/** The framework-neutral SDK: API client, request authentication, token verification. */

import { assertNotMounted } from '@frontdesk/contract/mounting'
import { shown } from '@frontdesk/contract/options'
import { createApiClient } from './api/clerk-client.js'
import { findEmbedded } from './embedded.js'
import { authenticate } from './request/authenticate.js'
import {
  apiSettings,
  authenticatorFor,
  carryOptions,
  namesAnotherInstance,
  serverAccessFor,
  settingsOf,
} from './request/authenticator.js'
import { targetOf } from './request/contract-requests.js'
import type { AuthRequest } from './request/decision.js'
import { verifyingM2MJwts } from './request/m2m-verification.js'
import { assertTexts, tellUnknown } from './request/option-mistakes.js'
import {
  type AuthenticateRequest,
  type AuthenticateRequestOptions,
  type ClerkClient,
  mergeOptions,
  optionsFromEnvironment,
} from './request/options.js'
import { requestUrl } from './request/request-url.js'
import { toRequestState } from './request/to-request-state.js'
import { assertRules, type TokenRules } from './tokens/check-claims.js'
import type { JwtPayload } from './tokens/claims.js'
import { copyOf } from './tokens/session-token.js'

export type { ApiClient } from './api/api-client.js'
// Every type that `clerkClient` is made of has a name here: an app that emits declarations can write down no other (TS2742).
export type * from './api/groups/billing.js'
export type * from './api/groups/connections.js'
export type * from './api/groups/instance.js'
export type * from './api/groups/machines.js'
export type * from './api/groups/organizations.js'
export type { Page } from './api/groups/paging.js'
export type * from './api/groups/sessions.js'
export type * from './api/groups/social-connections.js'
export type * from './api/groups/users.js'
export type * from './api/groups/webhooks.js'
export type * from './api/parameters.js'
export type * from './api/resources.js'
export type { CallLimits } from './api/transport.js'
export type { AcceptsToken, AuthObject, AuthObjectFor } from './auth/accepted-auth.js'
export type { SessionAuthObject, SignedInAuth, SignedOutAuth } from './auth/auth-object.js'
export type { HasParams } from './auth/has.js'
export type {
  AuthenticatedMachineObject,
  InvalidTokenAuthObject,
  MachineAuthObject,
  UnauthenticatedMachineObject,
} from './auth/machine-auth.js'
export {
  type ReverificationConfig,
  type ReverificationError,
  type ReverificationLevel as SessionVerificationLevel,
  reverificationError,
  reverificationErrorResponse,
} from './auth/reverification.js'
export type * from './json/index.js'
export type { AuthOptions, AuthOptions as PendingSessionOptions } from './request/decision.js'
export type { AuthenticateRequest, AuthenticateRequestOptions, ClerkClient } from './request/options.js'
export type { AuthenticatedState, HandshakeState, RequestState, UnauthenticatedState } from './request/request-state.js'
export type * from './tokens/claims.js'
export type { MachineTokenType, SessionTokenType, TokenType } from './tokens/token-type.js'
export type * from './webhook-events.js'

export interface ClerkOptions extends AuthenticateRequestOptions {
  /** The time limit of each call, in milliseconds; none by default. `clerk.with({ … })` limits single calls. */
  timeoutInMs?: number | undefined
  /** Accepted for compatibility with Clerk. Has no effect: nothing is ever reported. */
  telemetry?: { disabled?: boolean; debug?: boolean; samplingRate?: number } | undefined
  /** Accepted for compatibility with Clerk, where it names an SDK that is built on Clerk's. Has no effect. */
  sdkMetadata?: { name: string; version: string; environment?: string } | undefined
}

/**
 * Creates a client of the Backend API. Without options it uses the server embedded in this process, else the CLERK_… variables.
 *
 * @throws TypeError for a key of another kind, an address that is none, and what is no text
 *
 * @example
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, apiUrl: 'https://auth.example.com/__clerk/api' })
 * const { data, totalCount } = await clerk.users.getUserList({ limit: 50 })
 */
export function createClerkClient(given: ClerkOptions = {}): ClerkClient {
  assertNotMounted('createClerkClient', given)
  tellUnknown('createClerkClient()', given)
  assertTexts(mergeOptions(given))
  const { timeoutInMs, telemetry: _, sdkMetadata: __, ...options } = given
  if (timeoutInMs !== undefined && !(Number.isSafeInteger(timeoutInMs) && timeoutInMs >= 0))
    throw new TypeError(`timeoutInMs must be a whole number of milliseconds, such as 5000, not ${shown(timeoutInMs)}.`)
  const settings = async () => {
    const { merged, embedded } = await locate(options)
    return apiSettings(merged, embedded)
  }
  const api = createApiClient(settings, { timeoutInMs })
  const serverAccess = async () => {
    const { merged, embedded } = await locate(options)
    return serverAccessFor(merged, embedded)
  }
  const client = {
    ...verifyingM2MJwts(api, serverAccess),
    authenticateRequest: (async (request: Request, overrides?: AuthenticateRequestOptions) => {
      const authenticator = await authenticatorFor(overrides ? mergeOptions(options, overrides) : options, findEmbedded())
      const asked = fromWebRequest(request)
      return toRequestState(await authenticate(authenticator, asked), authenticator, asked)
    }) as AuthenticateRequest, // the type of the state follows from `acceptsToken`
  }
  return carryOptions(client, options)
}

export type VerifyTokenOptions = TokenRules &
  Pick<AuthenticateRequestOptions, 'jwtKey' | 'secretKey' | 'apiUrl' | 'apiVersion' | 'skipJwksCache' | 'jwksCacheTtlInMs'>

/**
 * Verifies a session token and returns its claims. Uses `jwtKey`, or the published keys of the server at `apiUrl`; without either, those of
 * the embedded server or the environment.
 * @throws TokenVerificationError with the reason
 */
export async function verifyToken(token: string, options: VerifyTokenOptions = {}): Promise<JwtPayload> {
  tellUnknown('verifyToken()', options)
  assertRules(options)
  const { merged, embedded } = await locate(options)
  assertTexts(merged)
  return copyOf(await serverAccessFor(merged, embedded).verifier.verify(token, options)) as JwtPayload // verified: a session token's claims
}

/** Completes options from the embedded server, or from the environment if they name another instance. */
async function locate(given: AuthenticateRequestOptions) {
  const options = mergeOptions(given)
  const embedded = findEmbedded()
  const settings = embedded && (await settingsOf(embedded))
  if (settings && !namesAnotherInstance(options, settings)) return { merged: mergeOptions(settings, options), embedded }
  return { merged: mergeOptions(optionsFromEnvironment(), options), embedded: undefined }
}

function fromWebRequest(request: Request): AuthRequest {
  const header = (name: string) => request.headers.get(name) ?? undefined
  let url: URL | undefined
  return {
    method: request.method,
    header,
    url() {
      const sent = new URL(request.url)
      const target = targetOf({ url: sent.pathname + sent.search, headers: { host: header('host') ?? sent.host } })
      url ??= requestUrl({ target, protocol: sent.protocol.slice(0, -1), header })
      return url
    },
  }
}
