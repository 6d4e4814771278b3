/** `clerkClient` as the older SDK has it: with the two middlewares, and `verifyToken()` by its own keys. */
import {
  type ClerkClient as ApiClient,
  type ClerkOptions,
  createClerkClient as createApiClient,
  type JwtPayload,
  type VerifyTokenOptions,
  verifyToken,
} from '@frontdesk/backend'
import { createClerkExpressRequireAuth, createClerkExpressWithAuth } from './express-auth.js'

export interface ClerkClient extends ApiClient {
  expressWithAuth: ReturnType<typeof createClerkExpressWithAuth>
  expressRequireAuth: ReturnType<typeof createClerkExpressRequireAuth>
  /** Verifies a session token; what `options` leave out is the client's. @throws TokenVerificationError with the reason */
  verifyToken(token: string, options?: VerifyTokenOptions): Promise<JwtPayload>
}

/**
 * Creates a client of the Backend API. What the options leave out comes from the server embedded in this process, else from the CLERK_…
 * variables. Works with `new`, too, as older code calls it.
 * @throws TypeError for a key of another kind, an address that is none or Clerk's own, and what is no text
 */
export function createClerkClient(options: ClerkOptions = {}): ClerkClient {
  const client = createApiClient(options)
  const { secretKey, publishableKey, jwtKey, apiUrl, apiVersion } = options
  return Object.assign(client, {
    expressWithAuth: createClerkExpressWithAuth({ clerkClient: client, secretKey, publishableKey, apiUrl }),
    expressRequireAuth: createClerkExpressRequireAuth({ clerkClient: client, secretKey, publishableKey, apiUrl }),
    verifyToken: (token: string, more: VerifyTokenOptions = {}) =>
      verifyToken(token, { secretKey, jwtKey, apiUrl, apiVersion, ...more }),
  })
}

/** The app's client: of the embedded server, or by the CLERK_… variables, from its first call on. */
export const clerkClient: ClerkClient = createClerkClient()
