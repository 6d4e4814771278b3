/** Options that depend on the request: one app for several domains. */
import {
  type ClerkMiddlewareOptions,
  type ClerkMiddlewareOptionsCallback,
  clerkMiddleware,
  createClerkClient,
} from '@clerk/express'
import express, { type RequestHandler } from 'express'

const byHost = new Map<string, ClerkMiddlewareOptions>([
  ['one.example.com', { publishableKey: 'pk_live_b25lLmV4YW1wbGUuY29tJA', secretKey: 'sk_live_one' }],
  ['two.example.com', { publishableKey: 'pk_live_dHdvLmV4YW1wbGUuY29tJA', secretKey: 'sk_live_two' }],
])

const optionsFor: ClerkMiddlewareOptionsCallback = async (req) => byHost.get(req.hostname) ?? {}

const app = express()
app.use(clerkMiddleware(optionsFor))
app.use(clerkMiddleware((req) => ({ proxyUrl: `https://${req.hostname}/__clerk`, audience: ['api', 'web'] })))
app.use(clerkMiddleware({ clerkClient: createClerkClient({ secretKey: 'sk_live_one' }) }))
app.use(clerkMiddleware({ frontendApiProxy: { enabled: true, path: '/auth' } }))
app.use(clerkMiddleware({ frontendApiProxy: { enabled: (url: URL) => url.hostname === 'one.example.com' } }))

export const middleware: RequestHandler = clerkMiddleware()
