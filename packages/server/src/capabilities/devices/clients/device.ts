import type { Instance } from '../../../start/instance.js'
import type { Incoming } from '../../../wire/message.js'
import { addressOf, ownOrigin, userAgentOf } from '../../../wire/request-context.js'
import type { ClientsTable } from './tables.js'

/** What a request tells of the device that it came from. */
export interface DeviceTraits {
  /** The page's origin, for `azp`; null when the browser sent none. */
  readonly origin: string | null
  /** The network address, through trusted proxies only. */
  readonly address: string
  readonly userAgent: string
}

/** The device that calls, with its client. Verbs that change the client return the device as it is then. */
export interface Device extends DeviceTraits {
  /** Null before the first sign-in or sign-up. */
  readonly client: ClientsTable | null
  /** A new secret of the client, for its cookie; null while the one that the request brought still works. */
  readonly newSecret: string | null
  /** True where another browser than this client's asks for it, by a link in mail: its cookie can't be renewed. */
  readonly isElsewhere?: boolean
}

/** A device that has a client. */
export interface KnownDevice extends Device {
  readonly client: ClientsTable
}

export function deviceTraits(instance: Instance, request: Incoming): DeviceTraits {
  const isSameOrigin = request.header('sec-fetch-site') === 'same-origin'
  return {
    origin: request.header('origin') ?? (isSameOrigin ? ownOrigin(instance, request) : null),
    address: addressOf(instance, request),
    userAgent: userAgentOf(request),
  }
}
