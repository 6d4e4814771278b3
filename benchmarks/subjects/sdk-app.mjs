/** An Express app that says who asks: by the SDK that is named, or bare. */
import express from 'express'

const app = express()
if (process.env.BENCH_SDK) {
  const { clerkMiddleware, getAuth } = await import(process.env.BENCH_SDK)
  app.use(clerkMiddleware())
  app.get('/', (request, response) => response.send(getAuth(request).userId ?? 'Nobody'))
} else app.get('/', (_request, response) => response.send('Nobody'))
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
