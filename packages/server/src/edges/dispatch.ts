/**
 * The one door: finds the route of a request, hands it to the edge of its API, and turns what is thrown into an answer. Errors of the
 * catalogue go out as they are; anything else becomes a 500 with a trace id, and the details go only to the log.
 */
import { randomBytes } from 'node:crypto'
import { ApiError, errors } from '@frontdesk/contract'
import { isPlainPath } from '@frontdesk/contract/requests'
import { DatabaseUnavailable } from '../database/unavailable.js'
import type { Configured, Instance } from '../start/instance.js'
import { HookFailure } from '../wire/hook-failure.js'
import { type Incoming, jsonReply, type Reply } from '../wire/message.js'
import { refuseNativeApp } from '../wire/native-app.js'
import { opensPage } from '../wire/opens-page.js'
import { callerOriginOf, causeOf } from '../wire/request-context.js'
import type { Route } from '../wire/route.js'
import { allowOrigin, preflight } from './cors.js'
import { createRouteFinder, type RouteLists } from './find-route.js'
import { frontendRights, refusalMeta } from './frontend-edge.js'
import { effectiveMethod } from './method-override.js'

export interface Routes extends RouteLists {
  /** What a browser shows that opened an address as a page and was refused. */
  refusalPage(server: Configured, request: Incoming, error: ApiError, traceId: string): Reply
}

export interface Dispatcher {
  /** Whether a path belongs to us at all; an app's own paths don't. */
  owns(path: string): boolean
  answer(instance: Instance, request: Incoming): Promise<Reply>
  /** The answer while there is no instance. */
  refuse(server: Configured, request: Incoming, reason: DatabaseUnavailable): Reply
}

export function createDispatcher(basePath: string, routes: Routes): Dispatcher {
  refuseUnguarded([...routes.frontend, ...routes.backend])
  const findRoute = createRouteFinder(basePath, routes)
  const frontendPrefix = `${basePath}/v1/`

  // clerk-js puts a slash behind some of its paths, such as `/me/email_addresses/`.
  const pathOf = ({ path }: Incoming) => (path.startsWith(`${basePath}/`) && path.endsWith('/') ? path.slice(0, -1) : path)

  const isDocument = pathMatcher(routes.documents.map((route) => route.path))

  function refusal(server: Configured, request: Incoming, known: ApiError, traceId: string, meta: object | null): Reply {
    const answer = opensPage(request)
      ? routes.refusalPage(server, request, known, traceId)
      : jsonReply({ ...known.toJSON(traceId), ...(meta && { meta }) }, {}, known.status)
    const retryAfter: Record<string, string> = known.retryAfterSeconds ? { 'retry-after': String(known.retryAfterSeconds) } : {}
    return { ...answer, headers: { ...answer.headers, 'x-clerk-trace-id': traceId, ...retryAfter } }
  }

  return {
    owns: (path) => path.startsWith(`${basePath}/`) || path.startsWith('/__frontdesk/') || isDocument(path),

    async answer(shared, request) {
      const pathname = pathOf(request)
      const isFrontend = pathname.startsWith(frontendPrefix)
      const instance = {
        ...shared,
        ...(isFrontend && frontendRights(shared, request)),
        cause: causeOf(shared, request),
        callerLanguages: request.header('accept-language') ?? '',
        callerOrigin: callerOriginOf(shared, request),
        written: new Map(),
      }
      let answer: Reply
      try {
        if (!isPlainPath(request.path)) throw errors.resourceNotFound() // an app's own guards may have read another path
        if (isFrontend && request.method === 'OPTIONS') return preflight(instance, request)
        if (isFrontend) refuseNativeApp(request.url.searchParams.getAll('_is_native'))
        const method = isFrontend ? effectiveMethod(request) : request.method
        const found = findRoute(method === 'HEAD' ? 'GET' : method, pathname)
        if (!found) throw errors.resourceNotFound()

        const { target, params } = found
        const arrival = { instance, request, params }
        if (target.api === 'document') return await target.route.answer(arrival)
        answer = await target.route.answer(arrival)
      } catch (error) {
        const traceId = newTraceId()
        logUnexpected(instance, request, error, traceId)
        const meta = isFrontend && tellsClient(error) ? await refusalMeta(instance, request) : null
        answer = refusal(instance, request, refusalFor(error), traceId, meta)
      }
      if (isFrontend) allowOrigin(instance, request, answer)
      return answer
    },

    refuse(server, request, reason) {
      const answer = refusal(server, request, refusalFor(reason), newTraceId(), null)
      if (pathOf(request).startsWith(frontendPrefix)) allowOrigin(server, request, answer)
      return answer
    },
  }
}

/** A mistake in a list of routes ends here, not with a stranger's call. */
function refuseUnguarded(routes: Route[]): void {
  for (const { operation, caller, counts } of routes) {
    const line = `${operation.method} ${operation.path}`
    if (!caller) throw new Error(`The route ${line} declares no caller`)
    if (operation.method !== 'GET' && !caller.isTrusted && counts.length === 0)
      throw new Error(`The route ${line} lets strangers write and counts nothing`)
  }
}

/** Whether a path is one of these; `/user/*` stands for `/user` and all that is below it. */
function pathMatcher(patterns: string[]): (path: string) => boolean {
  const exact = new Set(patterns.map((pattern) => pattern.replace(/\/\*$/, '')))
  const folders = patterns.filter((pattern) => pattern.endsWith('/*')).map((pattern) => pattern.slice(0, -1))
  return (path) => exact.has(path) || folders.some((folder) => path.startsWith(folder))
}

/** Neither a flood nor a database that can't be asked is worth a look-up. */
const tellsClient = (error: unknown): boolean =>
  !(error instanceof DatabaseUnavailable) && !(error instanceof ApiError && error.status === 429)

function logUnexpected({ log }: Instance, request: Incoming, error: unknown, traceId: string): void {
  const where = { method: request.method, path: request.url.pathname, traceId }
  if (error instanceof HookFailure)
    log({ level: 'error', message: error.message, hook: error.hook, ...where, error: error.cause })
  else if (!(error instanceof ApiError)) log({ level: 'error', message: 'Request failed', ...where, error })
  else if (error.status === 500) log({ level: 'error', message: error.errors[0]!.long_message, ...where }) // the app's mistake, not the caller's
}

const newTraceId = () => randomBytes(16).toString('hex')

function refusalFor(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof HookFailure) return errors.hookFailed()
  return error instanceof DatabaseUnavailable ? errors.serviceUnavailable() : errors.internalError()
}
