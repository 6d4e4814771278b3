import { clerkMiddleware, getAuth } from '@clerk/express'
import cors from 'cors'
import express from 'express'

const notes = new Map()
const app = express()
app.use(cors({ origin: process.env.WEB_ORIGIN }))
app.use(express.json())
app.use(clerkMiddleware())

app.use('/api', (req, res, next) => {
  if (!getAuth(req).userId) return res.status(401).json({ error: 'Unauthorized' })
  next()
})

app.get('/api/notes', (req, res) => res.json(notes.get(getAuth(req).userId) ?? []))

app.post('/api/notes', (req, res) => {
  const { userId } = getAuth(req)
  notes.set(userId, [...(notes.get(userId) ?? []), req.body.text])
  res.status(201).json(notes.get(userId))
})

app.listen(process.env.PORT)
