/**
 * Where the addresses in an environment lead. A front end on another origin, or beside a domain of the server's own, is sent to the server's pages, and home to its own origin;
 * to all others both are the server's, as paths where no public URL is set: clerk-js resolves them against the page it runs in.
 */
import type { Configured } from '../../../start/instance.js'
import { appOrigin, isOfApp, serverOrigin } from '../../../wire/addresses.js'
import type { Incoming } from '../../../wire/message.js'
import { ownOrigin } from '../../../wire/request-context.js'

/** Origins, or empty for paths. */
export interface Places {
  pages: string
  home: string
}

export function placesFor(server: Configured, request: Incoming): Places {
  const origin = request.header('origin')
  const own = ownOrigin(server, request)
  const isListed = origin !== null && server.settings.allowedOrigins.includes(origin)
  const isApp = origin !== null && isOfApp(server.options, origin)
  if (origin !== own && (isListed || isApp)) return { pages: own, home: origin }
  return { pages: serverOrigin(server.options) ?? '', home: appOrigin(server.options) ?? '' }
}
