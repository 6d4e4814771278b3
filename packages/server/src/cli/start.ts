import { once } from 'node:events'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFrontdesk } from '../server.js'
import type { Command } from './command.js'
import { createPatientServer } from './patient-server.js'
import { readPort } from './port.js'

const stopMs = 9_500 // supervisors kill after ten seconds

/** `frontdesk start`: serves until SIGINT or SIGTERM, then finishes what is under way. */
export const startCommand: Command = {
  usage: [['[--port 3000] [--host 127.0.0.1]', 'runs the server on its own']],
  details: `It answers at 127.0.0.1 unless --host names another address, such as 0.0.0.0 in a container.
Stop it with Ctrl+C or SIGTERM: what is under way is finished first, for at most ten seconds.
`,
  flags: { port: { type: 'string' }, host: { type: 'string' } },
  words: { least: 0, most: 0 },
  run: ({ flags }) => start(readPort(flags.port), String(flags.host ?? '127.0.0.1')),
}

async function start(port: number, host: string): Promise<void> {
  const frontdesk = createFrontdesk()
  const instance = await frontdesk.ready()
  const { pages } = instance.options
  const listener: RequestListener = (request, response) =>
    isHome(request) ? response.writeHead(302, { location: pages.user }).end() : frontdesk.listener(request, response)
  const server = createPatientServer(listener, { behindProxy: (frontdesk.options.trustedProxies ?? 0) > 0 })
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    await frontdesk.close() // idle connections to PostgreSQL would keep the process for a while
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error // a listen that fails has a code
    throw new Error(`Port ${port} of ${host} is taken: name another one with --port or PORT.`)
  }
  const origin = `http://localhost:${(server.address() as AddressInfo).port}` // an AddressInfo, since it listens on a port
  const signIn = new URL(pages.signIn, instance.options.ownDomain?.origin ?? origin)
  process.stdout.write(`Frontdesk is ready at ${origin}\n  sign-in page  ${signIn}\n`)
  if (instance.options.environment === 'development') process.stdout.write(`  inbox         ${origin}/__frontdesk/inbox\n`)

  const stop = async () => {
    // A mail server or a database may stall, too. What is not finished is taken up again after the next start.
    setTimeout(() => process.exit(1), stopMs).unref()
    await server.stop()
    await frontdesk.close()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

/** People land there after signing in, with whatever an app has put behind the question mark. */
const isHome = ({ method, url = '' }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && (url === '/' || url.startsWith('/?'))
