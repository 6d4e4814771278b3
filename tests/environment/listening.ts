import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  origin: string
  server: Server
  /** Ends the connections, too. */
  close(): Promise<void>
}

/** An HTTP server on a free port of 127.0.0.1. */
export async function listening(listener?: RequestListener): Promise<Listening> {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, server, close }
}
