import { clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import cors from 'cors'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const frontEnds = (process.env.FRONTDESK_ALLOWED_ORIGINS || 'http://localhost:5173').split(',')

const app = express()
app.use(frontdesk({ allowedOrigins: frontEnds })) // answers for its own paths, CORS included
app.use(cors({ origin: frontEnds, credentials: true })) // for yours
app.use(clerkMiddleware())
app.get('/api/me', requireAuth({ unauthenticated: '401' }), (req, res) => {
  res.json({ userId: getAuth(req).userId })
})

app.listen(process.env.PORT || 3000)
