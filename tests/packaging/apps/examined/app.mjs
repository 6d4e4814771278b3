import { clerkMiddleware } from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const app = express()
app.use(frontdesk())
app.use(clerkMiddleware())
app.listen(process.env.PORT ?? 3000)
