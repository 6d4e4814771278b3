/** `clerkClient` as version 4 has it, `Clerk()` which makes others, and what sets the first one's options afterwards. */
import {
  type ClerkClient as ApiClient,
  type AuthenticateRequestOptions,
  createClerkClient as createApiClient,
  type JwtPayload,
  type ClerkOptions as Options,
  type RequestState,
} from '@frontdesk/backend'
import {
  type ClerkMiddleware,
  type ClerkMiddlewareOptions,
  createClerkExpressRequireAuth,
  createClerkExpressWithAuth,
} from './express-auth.js'
import { type ListedGroups, listedGroups } from './listed.js'
import { type VerifyTokenOptions, verifyToken } from './verify-token.js'

export interface ClerkOptions extends Options {
  /** The older name of `secretKey`, which goes before it. */
  apiKey?: string | undefined
  /** Accepted for compatibility with Clerk. Has no effect. */
  userAgent?: string | undefined
  /** Accepted for compatibility with Clerk. Has no effect, as in its last releases. */
  httpOptions?: RequestInit | undefined
}

export interface ClerkClient extends ListedGroups {
  /** Authenticates a request in the Web's standard form, which may stand among the options. @throws if keys are missing */
  authenticateRequest(
    given: Request | (AuthenticateRequestOptions & { request: Request }),
    options?: AuthenticateRequestOptions,
  ): Promise<RequestState>
  expressWithAuth(options?: ClerkMiddlewareOptions): ClerkMiddleware
  expressRequireAuth(options?: ClerkMiddlewareOptions): ClerkMiddleware
  /** Verifies a session token; what `options` leave out is the client's. @throws TokenVerificationError with the reason */
  verifyToken(token: string, options?: VerifyTokenOptions): Promise<JwtPayload>
  /** What Redwood calls. */
  base: { verifySessionToken(token: string): Promise<JwtPayload> }
  smsMessages: {
    /** @deprecated No server sends them. @throws always */
    createSMSMessage(params: { phoneNumberId: string; message: string }): Promise<never>
  }
}

/**
 * Creates a client of the Backend API. What the options leave out comes from the server embedded in this process, else from the CLERK_…
 * variables. Works with `new`, too.
 * @throws TypeError for a key of another kind, an address that is none or Clerk's own, and what is no text
 *
 * @example
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY })
 * const people = await clerk.users.getUserList({ limit: 50 })
 */
export function Clerk(options: ClerkOptions = {}): ClerkClient {
  const client = createApiClient(optionsOf(options))
  return clientOf(
    () => client,
    () => options,
  )
}

export { Clerk as createClerkClient }

function optionsOf({ apiKey, userAgent: _, httpOptions: __, ...rest }: ClerkOptions): Options {
  return { ...rest, secretKey: rest.secretKey || apiKey }
}

function clientOf(current: () => ApiClient, options: () => ClerkOptions): ClerkClient {
  return {
    ...listedGroups(current),
    authenticateRequest(given, more) {
      if (!('request' in given)) return current().authenticateRequest(given, more)
      const { request, ...rest } = given
      return current().authenticateRequest(request, rest)
    },
    expressWithAuth: (more) => createClerkExpressWithAuth({ clerkClient: current() })(more),
    expressRequireAuth: (more) => createClerkExpressRequireAuth({ clerkClient: current() })(more),
    verifyToken(token, more = {}) {
      const { secretKey, jwtKey, apiUrl, apiVersion } = optionsOf(options())
      return verifyToken(token, { secretKey, jwtKey, apiUrl, apiVersion, ...more })
    },
    base: { verifySessionToken: (token) => verifyToken(token) },
    smsMessages: {
      async createSMSMessage() {
        throw new Error('smsMessages.createSMSMessage() is gone: Clerk has withdrawn it, and this server has it neither.')
      },
    },
  }
}

/** What the setters below have set. */
let options: ClerkOptions = {}
let latest = createApiClient()

/** The app's client: of the embedded server, or by the CLERK_… variables, from its first call on. */
export const clerkClient: ClerkClient = clientOf(
  () => latest,
  () => options,
)

function set(more: ClerkOptions): void {
  const changed = { ...options, ...more }
  latest = createApiClient(optionsOf(changed)) // which throws for what can't be meant, and then nothing is changed
  options = changed
}

/** Sets the secret key of `clerkClient`. @throws TypeError for a key of another kind */
export const setClerkApiKey = (apiKey: string): void => set({ apiKey })
/** Sets the Backend API's address of `clerkClient`. @throws TypeError for an address that is none or Clerk's own */
export const setClerkServerApiUrl = (apiUrl: string): void => set({ apiUrl })
/** Sets the version in the Backend API's paths of `clerkClient`. */
export const setClerkApiVersion = (apiVersion: string): void => set({ apiVersion })
/** Accepted for compatibility with Clerk. Has no effect, as in its last releases. */
export const setClerkHttpOptions = (_options: RequestInit): void => {}

/**
 * Puts the auth object on each request, as `req.auth`: `userId`, `sessionId`, `claims` and others; ids are null if signed out. Refuses nobody,
 * but redirects a document whose session cookie is stale to the Frontend API, from where it returns with a new one.
 * @throws what is wrong with the options, and if it is mounted itself instead of being called
 */
export const ClerkExpressWithAuth = (options?: ClerkMiddlewareOptions): ClerkMiddleware => clerkClient.expressWithAuth(options)

/**
 * The same, and gives signed-out requests to `next()` as an error with the message `Unauthenticated`, which Express answers with 401 unless
 * the app's own error handler does.
 * @throws what is wrong with the options, and if it is mounted itself instead of being called
 */
export const ClerkExpressRequireAuth = (options?: ClerkMiddlewareOptions): ClerkMiddleware =>
  clerkClient.expressRequireAuth(options)
