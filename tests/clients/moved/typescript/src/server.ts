import 'dotenv/config'
import { clerkClient, clerkMiddleware, createClerkClient, getAuth, requireAuth, verifyToken } from '@clerk/express'
import express, { type NextFunction, type Request, type Response } from 'express'
import { notes } from './notes.js'

const app = express()
const admin = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY })

app.use(clerkMiddleware())
app.use(express.json())

app.get('/', (req: Request, res: Response) => {
  const { userId } = getAuth(req)
  res.json({ signedIn: Boolean(userId) })
})

app.get('/profile', requireAuth({ signInUrl: '/login' }), async (req, res) => {
  const { userId } = getAuth(req)
  const user = await clerkClient.users.getUser(userId!)
  res.json({ id: user.id, email: user.emailAddresses[0]?.emailAddress })
})

app.use('/notes', requireAuth(), notes)

app.get('/stats', async (_req, res) => {
  const { totalCount } = await admin.users.getUserList({ limit: 1 })
  res.json({ users: totalCount })
})

app.post('/verify', async (req: Request<object, object, { token: string }>, res) => {
  const claims = await verifyToken(req.body.token, { secretKey: process.env.CLERK_SECRET_KEY! })
  res.json({ subject: claims.sub })
})

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).json({ error: error.message })
})

app.listen(Number(process.env.PORT ?? 3000))
