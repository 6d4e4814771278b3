/** An Express app with the embedded server, as the README shows it. */
import express from 'express'
import { clerkMiddleware, getAuth } from '../../packages/express/dist/index.js'
import { frontdesk } from '../../packages/server/entries/express.js'

const app = express()
app.use(frontdesk({ log: () => {}, rateLimits: { attemptsPerMinute: 1e9, messagesPerMinute: 1e9 }, environment: 'development' }))
app.use(clerkMiddleware())
app.get('/', (request, response) => response.send(getAuth(request).userId ?? 'Hello'))
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
