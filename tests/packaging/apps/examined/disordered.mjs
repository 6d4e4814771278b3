import { clerkMiddleware } from '@frontdesk/express'
import express from 'express'
import { frontdesk } from 'frontdesk/express'

const app = express()
app.use(clerkMiddleware())
app.use(frontdesk())
app.listen(process.env.PORT ?? 3000)
