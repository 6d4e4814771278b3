/**
 * The contract's request readers, which the server uses too. The types are repeated here because the contract is bundled, not published, so
 * that an app's compiler can't resolve them there.
 */
import type { IncomingHttpHeaders } from 'node:http'
import * as requests from '@frontdesk/contract/requests'

export interface RequestTarget {
  whole: string
  path: string
  host: string | null
}

export type TrustedProxies = number | ((address: string, hop: number) => boolean)

interface Message {
  url?: string | undefined
  originalUrl?: string | undefined
  headers: { host?: string | undefined }
}

interface Connection {
  remoteAddress: string
  header(name: string): string | null | undefined
}

interface Forwarded {
  address: string
  host: string | null
  protocol: 'http' | 'https' | null
}

interface ReadMessage {
  headers: IncomingHttpHeaders
  rawBody?: unknown
  body?: unknown
}

export const bodyLeft: (message: ReadMessage) => Uint8Array | null = requests.bodyLeft
export const targetOf: (message: Message) => RequestTarget | null = requests.targetOf
export const forwardedOf: (connection: Connection, trust: TrustedProxies) => Forwarded = requests.forwardedOf
