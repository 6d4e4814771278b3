import type { IncomingMessage, ServerResponse } from 'node:http'
import { createDispatcher } from './http/dispatch.js'
import type { Incoming } from './http/message.js'
import { answerMessage } from './http/node-bridge.js'
import { fromWeb, toResponse } from './http/web-bridge.js'
import { type OpenInstance, openInstance } from './open-instance.js'
import { type Options, type OptionsInput, readOptions } from './options.js'
import { routesFor } from './routes.js'

export interface Frontdesk {
  options: Options
  /** Resolves once database and keys are ready; rejects with what is wrong. Requests wait for it by themselves. */
  ready(): Promise<OpenInstance['instance']>
  /** Answers a request to one of our paths. `connection` tells what a Request can't; without it the caller counts as local. */
  fetch(request: Request, connection?: { remoteAddress: string }): Promise<Response>
  /**
   * The same on `node:http`, and faster there: `createServer(frontdesk.listener)`. It also answers behind Express and its body parsers.
   * Rejects when the database can't be opened.
   */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Whether a path is ours; an app's own paths are not. */
  owns(path: string): boolean
  /** Finishes mail under way and closes the database. */
  close(): Promise<void>
}

/**
 * The auth server as a Web-standard fetch handler.
 *
 * @example
 * const frontdesk = createFrontdesk({ databaseUrl: 'sqlite:users.db' })
 * const response = await frontdesk.fetch(new Request('http://localhost/__clerk/v1/environment'))
 * await frontdesk.close()
 */
export function createFrontdesk(input: OptionsInput = {}): Frontdesk {
  const options = readOptions(input)
  const dispatcher = createDispatcher(options.basePath, routesFor(options))
  const opening = openInstance(options)
  opening.catch(() => {}) // reported to whoever awaits ready() or sends a request

  const answer = async (request: Incoming) => dispatcher.answer((await opening).instance, request)

  return {
    options,
    ready: async () => (await opening).instance,
    fetch: async (request, { remoteAddress } = { remoteAddress: '127.0.0.1' }) =>
      toResponse(await answer(fromWeb(request, remoteAddress))),
    listener: (request, response) => answerMessage(request, response, answer),
    owns: dispatcher.owns,
    close: async () => (await opening).close(),
  }
}
