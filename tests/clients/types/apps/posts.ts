/** A small Express app: options from the environment, and what signed-in and signed-out people get. */
import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@clerk/express'
import express, { type NextFunction, type Request, type Response } from 'express'

const app = express()
app.use(
  clerkMiddleware({
    publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
    secretKey: process.env.CLERK_SECRET_KEY,
    authorizedParties: ['https://app.example.com'],
    clockSkewInMs: 10_000,
    signInUrl: '/sign-in',
    debug: false,
  }),
)

app.get('/me', async (req: Request, res: Response) => {
  const { isAuthenticated, userId, sessionId } = getAuth(req)
  if (!isAuthenticated) {
    res.status(401).json({ error: 'Sign in first' })
    return
  }
  const id: string = userId
  const session: string = sessionId
  const user = await clerkClient.users.getUser(id)
  const name: string | null = user.firstName
  res.json({ id, session, name, email: user.emailAddresses[0]?.emailAddress })
})

app.get('/posts', requireAuth(), (_req, res) => {
  res.send('posts')
})
app.post('/posts', requireAuth({ signInUrl: '/sign-in' }), async (req, res) => {
  const auth = getAuth(req, { treatPendingAsSignedOut: false })
  const token: string | null = await auth.getToken({ template: 'posts' })
  res.json({ status: auth.sessionStatus, token: token?.length })
})

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).send(error.message)
})
