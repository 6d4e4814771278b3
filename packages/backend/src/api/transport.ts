/** One call of the Backend API, over the network or to the server of this process: the same request, the same answer. */
import { ClerkAPIResponseError } from '../errors.js'
import { toCamelCase, toSnakeCase } from './casing.js'

export interface ApiSettings {
  secretKey: string
  /** Such as `https://auth.example.com/__clerk/api`; `/v1` is added. */
  apiUrl: string
  /** The process's own server instead of the network. */
  fetch?: ((request: Request) => Promise<Response>) | undefined
}

export interface ApiCall {
  method: string
  /** Below `/v1`, with its parameters filled in. */
  path: string
  /** Directly below the API's address: where Clerk's SDKs send tokens of machines. */
  isUnversioned?: boolean
  query?: object | undefined
  body?: object | undefined
  /** Multipart instead of JSON. */
  form?: FormData | undefined
}

const apiVersion = '2026-05-12'

/** The answer's body, camelCased. @throws ClerkAPIResponseError for every refusal, and for a server that can't be reached */
export async function callApi(
  { secretKey, apiUrl, fetch = globalThis.fetch }: ApiSettings,
  { method, path, isUnversioned, query, body, form }: ApiCall,
): Promise<unknown> {
  const url = new URL(`${apiUrl.replace(/\/+$/, '')}${isUnversioned ? '' : '/v1'}${path}`)
  for (const [name, value] of Object.entries(toSnakeCase(query ?? {}) as Record<string, unknown>)) // an object stays an object
    for (const item of [value].flat()) if (item !== undefined && item !== null) url.searchParams.append(name, textOf(item))

  const request = new Request(url, {
    method,
    headers: {
      authorization: `Bearer ${secretKey}`,
      'clerk-api-version': apiVersion,
      'user-agent': '@frontdesk/backend',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: form ?? (body === undefined ? null : JSON.stringify(toSnakeCase(body))),
  })

  let response: Response
  let answer: unknown
  try {
    response = await fetch(request)
    answer = response.headers.get('content-type')?.startsWith('application/json') ? await response.json() : null
  } catch (error) {
    throw unreachable(url, error as Error) // fetch and JSON.parse throw errors
  }
  if (!response.ok) throw refusal(response, answer as { errors?: unknown[]; clerk_trace_id?: string } | null)
  return toCamelCase(answer)
}

const textOf = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))

function refusal(response: Response, answer: { errors?: unknown[]; clerk_trace_id?: string } | null): ClerkAPIResponseError {
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
    ...(answer?.clerk_trace_id && { clerkTraceId: answer.clerk_trace_id }),
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
