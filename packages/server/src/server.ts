import { printLine } from './basics/log.js'
import { refuseInHook } from './capabilities/ground/hooks/in-hook.js'
import { resolve, settingsOf } from './capabilities/ground/settings/settings.js'
import { takeOverFactors } from './capabilities/management/imports/take-over-factors.js'
import { DatabaseUnavailable } from './database/unavailable.js'
import { channels } from './edges/channels.js'
import { createDispatcher } from './edges/dispatch.js'
import { belowBasePath, isAtDomainRoot, leadToDomain } from './edges/domain-door.js'
import { withHsts } from './edges/hsts.js'
import { purges } from './edges/purges.js'
import { routesFor } from './edges/routes.js'
import { tellers } from './edges/tellers.js'
import { idleWebhooks, openWebhooks } from './edges/webhooks.js'
import type { Frontdesk } from './frontdesk.js'
import type { FrontdeskOptions } from './start/frontdesk-options.js'
import type { Configured, Instance } from './start/instance.js'
import { openInstance } from './start/open-instance.js'
import { startOpening } from './start/opening.js'
import { type Options, readOptions } from './start/options.js'
import { missingInProduction } from './start/production-warning.js'
import { createLocalOrigin, type LocalOrigin } from './wire/local-origin.js'
import type { Incoming, Reply } from './wire/message.js'
import { answerMessage } from './wire/node-bridge.js'
import { proxyWarnings } from './wire/proxy-warning.js'
import type { Connection } from './wire/request-context.js'
import { fromWeb, toResponse } from './wire/web-bridge.js'

/** A server as its own code and tests hold it. */
export interface OwnFrontdesk extends Frontdesk {
  options: Options
  localOrigin: LocalOrigin
  ready(): Promise<Instance>
  /** Whether the path is ours for a request that names a host: at a domain of the server's own more paths are. */
  ownsAt(path: string, request: Connection): boolean
  /** As `ready()`, and later when a database that was away answers. Rejects with what waiting does not mend. */
  opened(): Promise<Instance>
}

export function createFrontdesk(input: FrontdeskOptions = {}, { isServing = true } = {}): OwnFrontdesk {
  const options = readOptions(input)
  const dispatcher = createDispatcher(options.basePath, routesFor(options))
  const log = options.log ?? printLine
  const localOrigin = createLocalOrigin()
  const opening = startOpening(
    () =>
      openInstance(options, {
        tellers,
        purges,
        channels,
        openWebhooks: isServing ? openWebhooks : () => idleWebhooks,
        begin: takeOverFactors,
        localOrigin: localOrigin.current,
        isServing,
      }),
    log,
  )
  const configured: Configured = { options, settings: settingsOf(resolve(options.fixed.values, {})) } // what is known without the database
  const warnOfProxies = proxyWarnings(log)
  const missing = missingInProduction(options)
  if (missing) log({ level: 'warn', message: missing })

  async function answer(sent: Incoming): Promise<Reply> {
    const request = belowBasePath(options, sent)
    return withHsts(configured, request, leadToDomain(configured, request) ?? (await answerOrRefuse(request)))
  }

  async function answerOrRefuse(request: Incoming): Promise<Reply> {
    refuseInHook(options)
    let instance: Instance
    try {
      instance = await opening.instance()
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error
      warnOfProxies(configured, request)
      return dispatcher.refuse(configured, request, error)
    }
    const atPresent = { ...instance } // keeps the settings of this moment
    warnOfProxies(atPresent, request)
    return dispatcher.answer(atPresent, request)
  }

  let closing: Promise<void> | undefined
  return {
    options,
    ready: opening.instance,
    opened: opening.settled,
    fetch: async (request, { remoteAddress } = { remoteAddress: '127.0.0.1' }) =>
      toResponse(request, await answer(fromWeb(request, remoteAddress))),
    localOrigin,
    listener(request, response) {
      localOrigin.note(request.socket)
      return answerMessage(request, response, answer)
    },
    owns: dispatcher.owns,
    ownsAt: (path, request) => dispatcher.owns(path) || isAtDomainRoot(options, request, path),
    close: () => (closing ??= opening.close()), // a second call waits for the first
  }
}
