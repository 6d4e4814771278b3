/** Claims that the instance adds to its session tokens, declared by the app. */
import { clerkMiddleware, getAuth } from '@clerk/express'
import type { JwtPayload } from '@clerk/express/types'
import express from 'express'

declare global {
  interface CustomJwtSessionClaims {
    metadata?: { role?: 'admin' | 'editor' }
    locale: string
  }
}

const isAdmin = (claims: JwtPayload | null): boolean => claims?.metadata?.role === 'admin'

const app = express()
app.use(clerkMiddleware())
app.get('/admin', (req, res) => {
  const { sessionClaims } = getAuth(req)
  if (!isAdmin(sessionClaims)) {
    res.sendStatus(403)
    return
  }
  const locale: string | undefined = sessionClaims?.locale
  // @ts-expect-error: no such role was declared
  const isOwner = sessionClaims?.metadata?.role === 'owner'
  const other: unknown = sessionClaims?.something_else
  res.json({ locale, isOwner, other })
})
