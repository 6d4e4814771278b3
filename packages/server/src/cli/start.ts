import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { createFrontdesk } from '../server.js'
import { readPort } from './port.js'

/** `frontdesk start`: serves until SIGINT or SIGTERM, then finishes what is under way. */
export async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' } } })
  const port = readPort(values.port)
  const host = values.host ?? '127.0.0.1'

  const frontdesk = createFrontdesk()
  const instance = await frontdesk.ready()
  const server = createServer(frontdesk.listener)
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    await frontdesk.close() // idle connections to PostgreSQL would keep the process for a while
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error // a listen that fails has a code
    throw new Error(`Port ${port} of ${host} is taken: name another one with --port or PORT.`)
  }
  const origin = `http://localhost:${(server.address() as AddressInfo).port}` // an AddressInfo, since it listens on a port
  process.stdout.write(`Frontdesk is ready at ${origin}\n  sign-in page  ${origin}${instance.options.pages.signIn}\n`)
  if (instance.options.environment === 'development') process.stdout.write(`  inbox         ${origin}/__frontdesk/inbox\n`)

  const stop = () => {
    server.close(() => void frontdesk.close())
    server.closeIdleConnections()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}
