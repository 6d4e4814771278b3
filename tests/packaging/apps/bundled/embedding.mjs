import express from 'express'
import { frontdesk } from 'frontdesk/express'

const app = express().use(frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log() {} }))
const server = app.listen(0, '127.0.0.1', async () => {
  const { status } = await fetch(`http://127.0.0.1:${server.address().port}/sign-in`)
  console.log(`sign-in page ${status}`)
  process.exit()
})
