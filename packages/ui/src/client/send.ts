import type { Client } from '@frontdesk/contract'
import { splitLine } from '@frontdesk/contract/operations'
import { ask } from './ask.js'
import { RequestFailure } from './failure.js'
import { stepUp } from './step-up.js'

export type Parameters = Record<string, string | boolean | Blob | null | undefined>

export interface Connection {
  /** Where the Frontend API is mounted, such as `/__clerk`. */
  baseUrl: string
  /** The session that is sent with requests outside `/client`. */
  sessionId(): string | undefined
  /** Called with each client that the answer to a change contains. */
  onClient(client: Client): void
  /** Called if the server answers 401 without saying who is signed in. */
  onUnauthenticated(): void
}

interface Envelope {
  response?: unknown
  client?: Client | null
  meta?: { client?: Client | null }
}

/**
 * Calls one operation, such as `PATCH /me`: fills the `{names}` in its path from the parameters and sends the others.
 * Uses only GET and POST and sets no header, as Clerk's clients do, so that no CORS preflight is needed. @throws RequestFailure
 * What is refused until the person shows once more who they are is sent again after that.
 */
export async function send(connection: Connection, line: string, parameters: Parameters = {}): Promise<unknown> {
  try {
    return await sendOnce(connection, line, parameters)
  } catch (error) {
    const isOld = error instanceof RequestFailure && error.hasCode('session_reverification_required')
    if (!isOld || !(await stepUp())) throw error
    return sendOnce(connection, line, parameters)
  }
}

async function sendOnce(connection: Connection, line: string, parameters: Parameters): Promise<unknown> {
  const [method, template] = splitLine(line)
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

  const address = `${connection.baseUrl}/v1${path}?${query}`
  const request = method === 'GET' ? ({ method: 'GET' } as const) : ({ method: 'POST', body: bodyOf(rest) } as const)
  const answer = await ask<Envelope>(address, request, (status, envelope) => {
    const client = envelope?.client ?? envelope?.meta?.client
    if (client && method !== 'GET') connection.onClient(client)
    if (status === 401 && !client) connection.onUnauthenticated()
  })
  return 'response' in answer ? answer.response : answer
}

/** URL-encoded, or multipart if there is a file; an empty value means null. */
function bodyOf(values: Parameters): URLSearchParams | FormData {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  const body = entries.some(([, value]) => value instanceof Blob) ? new FormData() : new URLSearchParams()
  for (const [name, value] of entries) {
    if (value instanceof Blob && body instanceof FormData) body.set(name, value)
    else body.set(name, String(value ?? ''))
  }
  return body
}
