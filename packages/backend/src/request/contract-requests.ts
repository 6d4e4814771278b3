/**
 * How requests are read, as the contract has it for the server, too. The types are told again: the contract is bundled and not published,
 * so an app's compiler can't follow them there.
 */
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

export const targetOf: (message: Message) => RequestTarget | null = requests.targetOf
export const forwardedOf: (connection: Connection, trust: TrustedProxies) => Forwarded = requests.forwardedOf
