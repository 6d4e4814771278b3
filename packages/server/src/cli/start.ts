import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { nodeListener } from '../http/node-bridge.js'
import { createFrontdesk } from '../server.js'

/** `frontdesk start`: serves until SIGINT or SIGTERM, then finishes what is under way. */
export async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { port: { type: 'string' }, host: { type: 'string' } } })
  const port = Number(values.port ?? process.env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, not ${values.port ?? process.env.PORT}`)

  const frontdesk = createFrontdesk()
  const instance = await frontdesk.ready()
  const server = createServer(nodeListener(frontdesk.fetch))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, values.host ?? '127.0.0.1', resolve)
  })
  const origin = `http://localhost:${(server.address() as AddressInfo).port}` // an AddressInfo, since it listens on a port
  process.stdout.write(`Frontdesk is ready at ${origin}\n  sign-in page  ${origin}${instance.options.pages.signIn}\n`)
  if (instance.options.environment === 'development') process.stdout.write(`  inbox         ${origin}/__frontdesk/inbox\n`)

  const stop = () => {
    server.close(() => void frontdesk.close())
    server.closeIdleConnections()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}
