import { clerkMiddleware, getAuth } from '@frontdesk/express'
import express from 'express'

const app = express().use(clerkMiddleware())
app.get('/', (req, res) => res.json(getAuth(req).userId))
const server = app.listen(0, '127.0.0.1', async () => {
  const headers = { authorization: `Bearer ${process.env.TOKEN}` }
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers })
  console.log(`signed in as ${await response.json()}`)
  process.exit()
})
