import { clerkClient, clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'
import express from 'express'
import { visit } from './visit.cjs'

const app = express()
app.use(clerkMiddleware())
app.get('/', (req, res) => res.json({ userId: getAuth(req).userId, callable: req.auth().userId }))
app.get('/protected', requireAuth(), (_req, res) => res.send('This is a protected route'))

const entries = JSON.parse(process.env.ENTRIES)
await visit(app, clerkClient, (name) => import(name), entries)
