/** The Express middleware of both, each in an app of its own: the whole HTTP answers to generated requests. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import * as clerkExpress from '@clerk/express'
import * as frontdeskExpress from '@frontdesk/express'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { type Listening, listening } from '../../environment/listening.js'
import { type Answer, authOf, callsOf, headersOf } from './compare.js'
import { type Generated, keys } from './generator.js'
import type { Comparison } from './intended-differences.js'
import type { Peer } from './peer.js'

/** As far as it is used here; the two types differ in details. */
interface Sdk {
  createClerkClient(options: object): unknown
  clerkMiddleware(options: (request: IncomingMessage) => object): RequestHandler
  requireAuth(options: object): RequestHandler
  getAuth(request: object, options: object): object
}

export async function compareAnswers(requests: Generated[], peer: Peer): Promise<Comparison[]> {
  // As far as Sdk says they are the same.
  const servers = [
    await serve(clerkExpress as unknown as Sdk, requests, peer),
    await serve(frontdeskExpress as unknown as Sdk, requests, peer),
  ] as const
  try {
    const comparisons: Comparison[] = []
    for (const request of requests) {
      const [clerk, frontdesk] = [await ask(servers[0], request, peer), await ask(servers[1], request, peer)]
      comparisons.push({ request, clerk, frontdesk })
    }
    return comparisons
  } finally {
    await Promise.all(servers.map(({ close }) => close()))
  }
}

/** An app whose middleware takes the options of the request that is on its way, by its number. */
async function serve(sdk: Sdk, requests: Generated[], peer: Peer): Promise<Listening> {
  const clients = Object.fromEntries(
    Object.entries(keys).map(([name, { secretKey }]) => [
      name,
      sdk.createClerkClient({ secretKey, apiUrl: peer.url, telemetry: { disabled: true } }),
    ]),
  )
  const of = (request: IncomingMessage) => requests[Number(request.headers['x-number'])]!
  const optionsOf = (request: IncomingMessage) => {
    const { options, choices, number } = of(request)
    return { ...(number % 2 === 0 ? options : asFunctions(options)), clerkClient: clients[choices.key] }
  }

  const app = express()
  const middleware = sdk.clerkMiddleware(optionsOf)
  app.use((request, response, next) => (isGuardedOnly(of(request)) ? next() : middleware(request, response, next)))
  app.use((request, response, next) =>
    isGuarded(of(request)) ? sdk.requireAuth(optionsOf(request))(request, response, next) : next(),
  )
  app.use(async (request, response) => {
    const { acceptsToken } = of(request).options
    const auth = sdk.getAuth(request, acceptsToken ? { acceptsToken } : {})
    response.json(await authOf('auth', auth))
  })
  app.use(
    ((_error, _request, response, _next) => void response.status(500).json({ throws: 'true' })) satisfies ErrorRequestHandler,
  )

  return listening(app)
}

/** A third of the requests meets `requireAuth()` after the middleware, a third meets it alone. */
const isGuarded = ({ number }: Generated) => number % 3 > 0
const isGuardedOnly = ({ number }: Generated) => number % 3 > 1

/** The same options, where they may be functions of the address. */
function asFunctions({ proxyUrl, domain, isSatellite, ...options }: Generated['options']): object {
  const given = Object.entries({ proxyUrl, domain, isSatellite }).filter(([, value]) => value !== undefined)
  return {
    ...options,
    ...Object.fromEntries(given.map(([name, value]) => [name, (url: URL) => (url.pathname ? value : undefined)])),
  }
}

async function ask({ origin }: Listening, { number, method, url, headers }: Generated, peer: Peer): Promise<Answer> {
  const { port } = new URL(origin)
  const path = url.slice(new URL(url).origin.length)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', method, path, headers: { ...headers, 'x-number': number } }, resolve)
      .on('error', reject)
      .end()
  })
  let body = ''
  for await (const chunk of response) body += chunk
  const calls = callsOf(peer.takeCalls())
  if (response.statusCode === 500) return { throws: 'true', ...calls }

  const sent = new Headers()
  for (const [name, value] of Object.entries(response.headersDistinct)) for (const one of value ?? []) sent.append(name, one)
  for (const name of ['date', 'connection', 'keep-alive', 'etag', 'content-length']) sent.delete(name)
  const isJson = sent.get('content-type')?.startsWith('application/json') && body !== ''
  return {
    status: JSON.stringify(sent.get('x-clerk-auth-status') ?? 'signed-in'),
    reason: JSON.stringify(sent.get('x-clerk-auth-reason')),
    'HTTP status': String(response.statusCode),
    ...headersOf(sent),
    ...(isJson ? (JSON.parse(body) as Answer) : { body }),
    ...calls,
  }
}
