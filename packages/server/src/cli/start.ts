import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { createFrontdesk } from '../server.js'
import { createPatientServer } from './patient-server.js'
import { readPort } from './port.js'

const stopMs = 9_500 // supervisors kill after ten seconds

/** `frontdesk start`: serves until SIGINT or SIGTERM, then finishes what is under way. */
export async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' } } })
  const port = readPort(values.port)
  const host = values.host ?? '127.0.0.1'

  const frontdesk = createFrontdesk()
  const instance = await frontdesk.ready()
  const server = createPatientServer(frontdesk.listener, { behindProxy: (frontdesk.options.trustedProxies ?? 0) > 0 })
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

  const stop = async () => {
    // A mail server or a database may stall, too. What is not finished is taken up again after the next start.
    setTimeout(() => process.exit(1), stopMs).unref()
    await server.stop()
    await frontdesk.close()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}
