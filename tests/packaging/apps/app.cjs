const express = require('express')
const { clerkClient, clerkMiddleware, getAuth, requireAuth } = require('@frontdesk/express')
const { visit } = require('./visit.cjs')

const app = express()
app.use(clerkMiddleware())
app.get('/', (req, res) => res.json({ userId: getAuth(req).userId, callable: req.auth().userId }))
app.get('/protected', requireAuth(), (_req, res) => res.send('This is a protected route'))

const entries = JSON.parse(process.env.ENTRIES)
void visit(app, clerkClient, (name) => require(name), entries)
