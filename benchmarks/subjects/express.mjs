/** Bare Express: the floor. */
import express from 'express'

const app = express()
app.get('/', (_request, response) => response.send('Hello'))
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
