import type { Frontdesk } from './frontdesk.js'
import type { FrontdeskOptions } from './frontdesk-options.js'
import { createDispatcher } from './http/dispatch.js'
import { withHsts } from './http/hsts.js'
import type { Incoming } from './http/message.js'
import { answerMessage } from './http/node-bridge.js'
import { proxyWarning } from './http/proxy-warning.js'
import { fromWeb, toResponse } from './http/web-bridge.js'
import type { Instance } from './instance.js'
import { printLine } from './log.js'
import { openInstance } from './open-instance.js'
import { type Options, readOptions } from './options.js'
import { missingInProduction } from './production-warning.js'
import { routesFor } from './routes.js'

/** A server as its own code and tests hold it. */
export interface OwnFrontdesk extends Frontdesk {
  options: Options
  ready(): Promise<Instance>
}

export function createFrontdesk(input: FrontdeskOptions = {}): OwnFrontdesk {
  const options = readOptions(input)
  const dispatcher = createDispatcher(options.basePath, routesFor(options))
  const opening = openInstance(options)
  opening.catch(() => {}) // reported to whoever awaits ready() or sends a request

  const log = options.log ?? printLine
  const warnOfProxies = proxyWarning(options, log)
  const missing = missingInProduction(options)
  if (missing) log({ level: 'warn', message: missing })

  const answer = async (request: Incoming) => {
    warnOfProxies(request)
    const { instance } = await opening
    return withHsts(instance, request, await dispatcher.answer(instance, request))
  }

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
