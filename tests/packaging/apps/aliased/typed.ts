/// <reference types="@clerk/express/env" />
/** Written for Clerk's types, and exports what it makes, so that the compiler writes down the type of each. */
import { type ClerkClient, createClerkClient, type User, verifyToken, type WebhookEvent } from '@clerk/backend'
import { ClerkAPIResponseError, isClerkAPIResponseError } from '@clerk/backend/errors'
import type { AuthObject, SignedInAuthObject, SignedOutAuthObject } from '@clerk/backend/internal'
import { decodeJwt } from '@clerk/backend/jwt'
import { verifyWebhook as verifyOnWeb } from '@clerk/backend/webhooks'
import {
  ClerkExpressRequireAuth,
  ClerkExpressWithAuth,
  clerkClient as olderClient,
  type RequireAuthProp,
  type WithAuthProp,
} from '@clerk/clerk-sdk-node'
import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@clerk/express'
import type { ClerkMiddlewareOptions, JwtPayload } from '@clerk/express/types'
import { verifyWebhook } from '@clerk/express/webhooks'
import express, { type Request, type Response } from 'express'

declare global {
  interface CustomJwtSessionClaims {
    metadata: { role?: 'admin' | 'member' }
  }
}

const options: ClerkMiddlewareOptions = { authorizedParties: ['https://app.example.com'] }
export const clerk: ClerkClient = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY })
const app = express()
app.use(clerkMiddleware({ ...options, clerkClient: clerk }))
app.get('/', requireAuth(), (req, res) => {
  const auth = getAuth(req)
  res.json({ role: auth.sessionClaims?.metadata.role, id: req.auth.userId })
})
app.get('/older', ClerkExpressWithAuth(), (req, res) => res.json((req as unknown as WithAuthProp<Request>).auth.userId))
export const guard = ClerkExpressRequireAuth({ authorizedParties: ['https://app.example.com'] })
export const olderHandler = (req: RequireAuthProp<Request>, res: Response) => res.json(req.auth.userId)

export const nameOf = async (id: string): Promise<string | null> => {
  const user: User = await clerkClient.users.getUser(id)
  const { data } = await olderClient.users.getUserList({ limit: 1 })
  return user.firstName ?? data[0]?.firstName ?? null
}
export const claimsOf = (token: string): Promise<JwtPayload> => verifyToken(token, { secretKey: process.env.CLERK_SECRET_KEY })
export const subjectOf = (token: string): string => decodeJwt(token).payload.sub
export const idOf = (auth: SignedInAuthObject | SignedOutAuthObject): string | null => auth.userId
export const kindOf = (auth: AuthObject): string | null => auth.tokenType
export const isGone = (error: unknown): boolean => isClerkAPIResponseError(error) && error.status === 404
export const isRefused = (error: unknown): boolean => error instanceof ClerkAPIResponseError
export const typeOf = async (req: Request): Promise<WebhookEvent['type']> => (await verifyWebhook(req)).type
export const typeOnWeb = async (request: globalThis.Request): Promise<string> => (await verifyOnWeb(request)).type
