import 'dotenv/config'
import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'
import { homePage } from './home-page.js'
import { listen } from './listen.js'

const app = express()
const desk = frontdesk({ applicationName: 'Quickstart' })
app.use(desk) // the pages, both APIs, the database: nothing else to start
app.use(clerkMiddleware()) // finds the server in this process: no keys to copy
app.use(express.static(`${import.meta.dirname}/public`))

// A public page that shows who is signed in.
app.get('/', async (req, res) => {
  const { userId } = getAuth(req)
  res.send(homePage(userId ? await findUser(userId) : null))
})

async function findUser(userId) {
  try {
    return await clerkClient.users.getUser(userId)
  } catch (error) {
    if (error.status === 404) return null // deleted while the session's token is still valid
    throw error
  }
}

// Redirects signed-out visitors to the sign-in page, from where they return.
app.get('/protected', requireAuth(), (_req, res) => {
  res.send('This is a protected route')
})

// Only for people with a permission.
const hasPermission = (req, res, next) => {
  const auth = getAuth(req)
  if (!auth.has({ permission: 'org:admin:testpermission' })) return res.status(403).send('Unauthorized')
  return next()
}
app.get('/path', requireAuth, hasPermission, (req, res) => res.json(req.auth))

// An API answers 401 instead of redirecting.
app.get('/api/me', (req, res) => {
  const auth = getAuth(req)
  if (!auth.isAuthenticated) return res.status(401).json({ error: 'Sign in first' })
  return res.json(auth)
})

// Everything the Backend API offers. A real app would not show this list to everybody who is signed in.
app.get('/users', requireAuth(), async (_req, res) => {
  res.json(await clerkClient.users.getUserList())
})

await desk.server.ready()
const origin = await listen(app, process.env.PORT || 3000)
console.log(`
  Your app      ${origin}
  Sign-in page  ${origin}/sign-in
  Inbox         ${origin}/__frontdesk/inbox
`)
