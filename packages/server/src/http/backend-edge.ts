/** The edge of the Backend API: the secret key, JSON in, JSON out. Method overrides and cookies mean nothing here. */
import { errors, type Operation } from '@frontdesk/contract'
import { because } from '../capabilities/events/cause.js'
import { digest, matchesDigest } from '../crypto/digest.js'
import type { Instance } from '../instance.js'
import { type Incoming, jsonReply, type Reply } from './message.js'
import { parseBody, parseQuery } from './parse.js'
import type { Call, Route } from './route.js'

export interface BackendRequest {
  instance: Instance
  request: Incoming
  params: Record<string, string>
}

/** Answers one call of the Backend API; refusals are thrown as ApiError. */
export async function answerBackendCall(route: Route, incoming: BackendRequest): Promise<Reply> {
  const { request, params } = incoming
  if (route.caller === 'secret_key') requireSecretKey(incoming.instance, request)
  const instance = because(incoming.instance, { actor: 'secret_key' })

  const call: Call<Operation> = {
    instance,
    request,
    params,
    query: parseQuery(route.operation, request.url) as never, // the schema of the route's own operation parsed it
    body: (await parseBody(route.operation, request)) as never, // as above
  }
  return jsonReply(await route.handle(call as never))
}

function requireSecretKey(instance: Instance, request: Incoming): void {
  const [scheme, key, ...rest] = request.header('authorization')?.split(' ') ?? []
  if (scheme?.toLowerCase() !== 'bearer' || !key || rest.length > 0) throw errors.authorizationHeaderFormatInvalid()
  if (!matchesDigest(key, digest(instance.keys.secretKey.reveal()))) throw errors.clerkKeyInvalid()
}
