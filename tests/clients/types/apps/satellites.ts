/** Satellite domains, and organizations that the address names. */
import { createClerkClient } from '@clerk/backend'
import { type ClerkMiddlewareOptions, clerkMiddleware } from '@clerk/express'
import express from 'express'

const satellite: ClerkMiddlewareOptions = {
  isSatellite: true,
  domain: 'two.example.com',
  signInUrl: 'https://one.example.com/sign-in',
  signUpUrl: 'https://one.example.com/sign-up',
  satelliteAutoSync: true,
}

const app = express()
app.use(clerkMiddleware(satellite))
app.use(clerkMiddleware((req) => ({ ...satellite, domain: req.hostname, publishableKey: process.env.CLERK_PUBLISHABLE_KEY })))
app.use(
  clerkMiddleware({
    organizationSyncOptions: { organizationPatterns: ['/orgs/:slug', '/orgs/:slug/(.*)'], personalAccountPatterns: ['/me'] },
  }),
)

export const clerk = createClerkClient({ secretKey: 'sk_live_two', isSatellite: true, domain: 'two.example.com' })
