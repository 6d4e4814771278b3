/** The edge of the Backend API: the secret key, JSON in, JSON out. Method overrides and cookies mean nothing here. */
import { errors, type Operation } from '@frontdesk/contract'
import { digest, matchesDigest } from '../crypto/digest.js'
import type { Instance } from '../instance.js'
import { parseBody, parseQuery } from './parse.js'
import type { Call, Route } from './route.js'

export interface BackendRequest {
  instance: Instance
  request: Request
  url: URL
  params: Record<string, string>
}

/** Answers one call of the Backend API; refusals are thrown as ApiError. */
export async function answerBackendCall(route: Route, { instance, request, url, params }: BackendRequest): Promise<Response> {
  if (route.caller === 'secret_key') requireSecretKey(instance, request)

  const call: Call<Operation> = {
    instance,
    request,
    params,
    query: parseQuery(route.operation, url) as never, // the schema of the route's own operation parsed it
    body: (await parseBody(route.operation, request)) as never, // as above
  }
  const response = await route.handle(call as never)
  // Exactly this type: with a charset behind it @clerk/backend takes the answer for a string.
  return new Response(JSON.stringify(response), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
}

function requireSecretKey(instance: Instance, request: Request): void {
  const [scheme, key, ...rest] = request.headers.get('authorization')?.split(' ') ?? []
  if (scheme?.toLowerCase() !== 'bearer' || !key || rest.length > 0) throw errors.authorizationHeaderFormatInvalid()
  if (!matchesDigest(key, digest(instance.keys.secretKey.reveal()))) throw errors.clerkKeyInvalid()
}
