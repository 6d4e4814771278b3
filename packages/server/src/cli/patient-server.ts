/** The HTTP server of `frontdesk start`, which no client can hold up by never finishing what it began. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

const headMs = 10_000
const requestMs = 180_000 // a body has less, by its size: see `wire/read-stream.ts`
const maxConnections = 4096
const maxConnectionsPerAddress = 1024
const stopMs = 5_000

export interface PatientServer extends Server {
  /** Takes no more requests; answers what is under way, for five seconds, and ends the connections of the rest. */
  stop(): Promise<void>
}

/** `behindProxy`: all connections come from there, so they are not counted by address. */
export function createPatientServer(listener: RequestListener, { behindProxy }: { behindProxy: boolean }): PatientServer {
  const settings = { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: 1_000 }
  const server = createServer(settings, listener)
  server.maxConnections = maxConnections
  if (!behindProxy) server.on('connection', createAddressLimit())

  const stop = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), stopMs)
      server.close(() => {
        clearTimeout(timer)
        resolve()
      })
      server.closeIdleConnections()
    })
  return Object.assign(server, { stop })
}

function createAddressLimit(): (socket: Socket) => void {
  const open = new Map<string, number>()

  return (socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > maxConnectionsPerAddress) {
      socket.destroy()
      return
    }
    open.set(address, count)
    socket.once('close', () => {
      const left = open.get(address)! - 1 // set above
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  }
}
