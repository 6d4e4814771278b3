import { clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const app = express()
app.use(frontdesk())
app.use(clerkMiddleware())
app.get('/api/me', requireAuth({ unauthenticated: '401' }), (req, res) => {
  res.json({ userId: getAuth(req).userId })
})
app.use(express.static(`${import.meta.dirname}/dist`)) // the page, once it is built

app.listen(process.env.PORT || 3000)
