import type { IncomingMessage, ServerResponse } from 'node:http'

/** A server as apps hold it. */
export interface Frontdesk {
  /**
   * Resolves once database and keys are ready; rejects with what is wrong. Requests wait for it by themselves. A database that is away is
   * tried again until it answers; requests get 503 meanwhile, and this rejects with `status: 503`.
   */
  ready(): Promise<unknown>
  /** Answers a request to one of our paths. `connection` tells what a Request can't; without it the caller counts as local, also for the inbox. */
  fetch(request: Request, connection?: { remoteAddress: string }): Promise<Response>
  /**
   * The same on `node:http`, and faster there: `createServer(frontdesk.listener)`. It also answers behind Express and its body parsers.
   * Rejects when the server can't start.
   */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Whether a path is ours; an app's own paths are not. */
  owns(path: string): boolean
  /** Finishes mail under way and closes the database. */
  close(): Promise<void>
}
