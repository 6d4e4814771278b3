import type { ClientRow } from '../capabilities/clients/clients.js'

/** The browser a Frontend API call came from, as far as the request tells. Verbs replace `client` when they change it. */
export interface Browser {
  /** Its client, found by the client cookie; null before the first sign-in or sign-up. */
  client: ClientRow | null
  /** A new value for the client cookie, which the edge sends with the answer. */
  newSecret: string | null
  /** Set when sessions began, ended or were switched: the edge then sends `__session` and `__client_uat` too. */
  sessionsChanged: boolean
  /** The page's origin, for `azp`; null when the browser sent none. */
  origin: string | null
  /** The network address, through trusted proxies only. */
  address: string
  userAgent: string
}
