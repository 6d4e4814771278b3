import type { Client } from '@frontdesk/contract'
import { partsOf } from '@frontdesk/contract/operations'
import { type ErrorLine, RequestFailure, serverFault, tooManyRequests, unreachable } from './failure.js'

export type Parameters = Record<string, string | boolean | Blob | null | undefined>

export interface Connection {
  /** Where the Frontend API is mounted, such as `/__clerk`. */
  baseUrl: string
  /** The session that requests outside `/client` act for. */
  sessionId(): string | undefined
  /** Called with the newest client whenever a response carries one. */
  onClient(client: Client): void
  /** Called when the server refuses the session without a word on who is signed in. */
  onUnauthenticated(): void
}

interface Envelope {
  response?: unknown
  client?: Client | null
  errors?: ErrorLine[]
  meta?: { client?: Client | null }
}

/**
 * Performs one operation line such as `PATCH /me`, filling `{names}` of its path from the parameters and sending the rest.
 * Only GET and POST travel and no header is set, as in every Frontend API client. @throws RequestFailure
 */
export async function send(connection: Connection, line: string, parameters: Parameters = {}): Promise<unknown> {
  const [method, template] = partsOf(line)
  const rest = { ...parameters }
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })

  const query = new URLSearchParams()
  if (method !== 'GET' && method !== 'POST') query.set('_method', method)
  const sessionId = connection.sessionId()
  const needsSession = !path.startsWith('/client')
  if (sessionId && needsSession) query.set('_clerk_session_id', sessionId)

  const response = await fetch(`${connection.baseUrl}/v1${path}?${query}`, {
    method: method === 'GET' ? 'GET' : 'POST',
    body: method === 'GET' ? null : bodyOf(rest),
    credentials: 'same-origin',
  }).catch(() => {
    throw unreachable()
  })
  if (response.status === 429) throw tooManyRequests(response.headers.get('Retry-After'))

  const envelope: Envelope | null = await response.json().catch(() => null)
  const client = envelope?.client ?? envelope?.meta?.client
  if (client && method !== 'GET') connection.onClient(client)
  if (response.status === 401 && !client) connection.onUnauthenticated()
  if (!response.ok)
    throw envelope?.errors?.length ? new RequestFailure(response.status, envelope.errors) : serverFault(response.status)
  return envelope && 'response' in envelope ? envelope.response : envelope
}

/** Forms are url-encoded, files multipart; an empty value means null. */
function bodyOf(values: Parameters): URLSearchParams | FormData {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  const body = entries.some(([, value]) => value instanceof Blob) ? new FormData() : new URLSearchParams()
  for (const [name, value] of entries) {
    if (value instanceof Blob && body instanceof FormData) body.set(name, value)
    else body.set(name, String(value ?? ''))
  }
  return body
}
