/** Sends one call to the Backend API, over the network or to the embedded server, with the same request and answer. */

import { abortWith } from '../abort-with.js'
import { ClerkAPIResponseError } from '../errors.js'
import { toCamelCase, toSnakeCase } from './casing.js'
import { withMembers } from './resources.js'

export interface ApiSettings {
  secretKey?: string | undefined
  /** A machine's own key, for calls about machine tokens: the server then only shows tokens that this machine may receive. */
  machineSecretKey?: string | undefined
  /** Such as `https://auth.example.com/__clerk/api`. */
  apiUrl?: string | undefined
  /** The version in the paths; `v1` by default. */
  apiVersion?: string | undefined
  /** The embedded server's, instead of the network. */
  fetch?: ((request: Request) => Promise<Response>) | undefined
}

export interface ApiCall {
  method: string
  /** The path below the version, with its parameters filled in. */
  path: string
  /** Whether the path has no version, as in calls about machine tokens. */
  isUnversioned?: boolean
  query?: object | undefined
  body?: object | undefined
  /** Converts nested names to snake_case, too: they are the API's, not the app's. */
  isDeep?: boolean
  /** Multipart instead of JSON. */
  form?: FormData | undefined
  headers?: Record<string, string>
  /** Uses a machine's key: this one, or the one in the settings if there is one. */
  asMachine?: string | true
}

/** Limits of one call. */
export interface CallLimits {
  /** Aborts the call, which rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** The time limit for the whole answer, in milliseconds; none by default. */
  timeoutInMs?: number | undefined
}

const apiDate = '2026-05-12'

/**
 * Returns the answer's body in camelCase; undefined if there is none.
 * @throws ClerkAPIResponseError for every refusal, and with status 0 if the server can't be reached or takes too long
 */
export async function callApi(settings: ApiSettings, call: ApiCall, limits: CallLimits = {}): Promise<unknown> {
  const { apiUrl, apiVersion = 'v1', fetch = globalThis.fetch } = settings
  const { method, path, isUnversioned, query, body, isDeep, form, headers } = call
  const key = keyFor(settings, call)
  if (!apiUrl) throw new Error('No API address: set CLERK_API_URL (`npx frontdesk keys` prints it).')
  const url = new URL(`${apiUrl.replace(/\/+$/, '')}${isUnversioned ? '' : `/${apiVersion}`}${path}`)
  for (const [name, value] of Object.entries(toSnakeCase(query ?? {}) as Record<string, unknown>)) // an object stays an object
    for (const item of [value].flat()) if (item !== undefined && item !== null) url.searchParams.append(name, textOf(item))

  const hasBody = body !== undefined && Object.values(body).some((value) => value !== undefined)
  const timeout = limits.timeoutInMs === undefined ? undefined : AbortSignal.timeout(limits.timeoutInMs)
  const { end, release } = abortWith([limits.signal, timeout])
  const signal = limits.signal || timeout ? end.signal : null
  const request = new Request(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'clerk-api-version': apiDate,
      'user-agent': '@frontdesk/backend',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: form ?? (hasBody ? JSON.stringify(toSnakeCase(body, isDeep)) : null),
    signal,
  })

  let response: Response
  let answer: unknown
  try {
    ;[response, answer] = await orAborted(signal, read(fetch(request)))
  } catch (error) {
    if (limits.signal?.aborted) throw limits.signal.reason
    throw unreachable(url, timeout?.aborted ? new Error(`it took longer than ${limits.timeoutInMs} ms`) : (error as Error)) // fetch and JSON.parse throw errors
  } finally {
    release()
  }
  if (!response.ok) throw refusal(response, answer as { errors?: unknown[]; clerk_trace_id?: string } | undefined)
  return toCamelCase(answer, withMembers)
}

function keyFor({ secretKey, machineSecretKey }: ApiSettings, { asMachine }: ApiCall): string {
  const key = typeof asMachine === 'string' ? asMachine : (asMachine && machineSecretKey) || secretKey
  if (!key) throw new Error(noSecretKey)
  return key
}

export const noSecretKey =
  'No secret key, and no embedded server that is open: set CLERK_SECRET_KEY (`npx frontdesk keys` prints it), or call frontdesk() before and close it afterwards.'

async function read(answering: Promise<Response>): Promise<[Response, unknown]> {
  const response = await answering
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return [response, isJson ? await response.json() : undefined]
}

/** Rejects once the signal aborts: an embedded server does not stop by itself. */
function orAborted<T>(signal: AbortSignal | null, work: Promise<T>): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

const textOf = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))

function refusal(response: Response, answer: { errors?: unknown[]; clerk_trace_id?: string } | undefined): ClerkAPIResponseError {
  const entries = (answer?.errors ?? []) as Array<{
    code: string
    message: string
    long_message?: string
    meta?: Record<string, unknown>
  }> // the catalogue's shape
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ClerkAPIResponseError(entries[0]?.long_message ?? entries[0]?.message ?? response.statusText, {
    status: response.status,
    errors: entries.map(({ code, message, long_message, meta }) => ({
      code,
      message,
      longMessage: long_message,
      meta: toCamelCase(meta ?? {}) as Record<string, unknown>, // an object stays an object
    })),
    clerkTraceId: answer?.clerk_trace_id ?? response.headers.get('cf-ray') ?? '', // answers of Cloudflare only have this one
    ...(Number.isFinite(retryAfter) && { retryAfter }),
  })
}

function unreachable(url: URL, cause: Error): ClerkAPIResponseError {
  const message = `The Backend API at ${url.origin} can't be reached: ${(cause.cause as Error | undefined)?.message ?? cause.message}. Is CLERK_API_URL right?`
  return new ClerkAPIResponseError(message, {
    status: 0,
    errors: [{ code: 'unexpected_error', message, longMessage: message, meta: {} }],
  })
}
