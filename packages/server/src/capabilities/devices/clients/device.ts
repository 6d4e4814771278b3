import type { Instance } from '../../../start/instance.js'
import type { ClientCookie } from '../../../wire/client-cookie.js'
import type { Incoming } from '../../../wire/message.js'
import { addressOf, ownOrigin, userAgentOf } from '../../../wire/request-context.js'
import type { ClientRow } from './clients.js'

/** The browser a Frontend API call came from, as far as the request tells. Verbs replace `client` when they change it. */
export interface Browser {
  /** Its client, found by the client cookie; null before the first sign-in or sign-up. */
  client: ClientRow | null
  /** The cookie that it was found by, under a name that is no longer written: the answer replaces it. */
  outdatedCookie: ClientCookie | null
  /** Whether the client was made by this very request: nothing is on record of it. */
  isNew: boolean
  /** A new value for the client cookie, which goes out with the answer. */
  newSecret: string | null
  /** Set when sessions began, ended or were switched: `__session` and `__client_uat` then go out too. */
  sessionsChanged: boolean
  /** The page's origin, for `azp`; null when the browser sent none. */
  origin: string | null
  /** The network address, through trusted proxies only. */
  address: string
  userAgent: string
}

export type BrowserTraits = Pick<Browser, 'origin' | 'address' | 'userAgent'>

/** What a request tells of its browser without a look-up. */
export function browserTraits(instance: Instance, request: Incoming): BrowserTraits {
  const isSameOrigin = request.header('sec-fetch-site') === 'same-origin'
  return {
    origin: request.header('origin') ?? (isSameOrigin ? ownOrigin(instance, request) : null),
    address: addressOf(instance, request),
    userAgent: userAgentOf(request),
  }
}
