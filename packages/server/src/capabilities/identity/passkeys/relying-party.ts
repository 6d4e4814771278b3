/**
 * For whom passkeys are made, and from which pages they are taken: a matter of the configuration alone. What a request says of its host
 * anybody may have written, and a passkey that is made for the wrong name is lost.
 */
import { isBelow, isOriginBelow } from '../../../basics/app-domain.js'
import type { Configured } from '../../../start/instance.js'

export interface RelyingParty {
  id: string
  name: string
  /** Whether a page of this origin may bring an answer of a passkey. */
  takes(origin: string): boolean
}

/** Null where nothing says under which domain the app is, or where that is an address without a name, for which browsers make no passkeys. */
export function relyingPartyOf({ options, settings }: Configured): RelyingParty | null {
  const { ownDomain, publicUrl } = options
  const name = settings.branding.applicationName
  const isAllowed = (origin: string) => webOrigins(settings.allowedOrigins).includes(origin)
  if (ownDomain)
    return { id: ownDomain.appDomain, name, takes: (origin) => isOriginBelow(ownDomain.appDomain, origin) || isAllowed(origin) }
  if (publicUrl) {
    const id = new URL(publicUrl).hostname
    return isDomain(id) ? { id, name, takes: (origin) => origin === publicUrl || isAllowed(origin) } : null
  }
  if (options.environment !== 'development') return null
  return { id: 'localhost', name, takes: (origin) => isLocalhost(origin) || isAllowed(origin) }
}

/** Origins other than those of the relying party's own domain, which browsers ask for before they use its passkeys there. */
export function relatedOriginsOf({ settings }: Configured, { id }: RelyingParty): string[] {
  return webOrigins(settings.allowedOrigins).filter((origin) => !isBelow(id, new URL(origin).hostname))
}

/** Others, such as `capacitor://localhost`, have no passkeys. */
const webOrigins = (origins: string[]): string[] => origins.filter((origin) => /^https?:/.test(origin))

const isDomain = (host: string): boolean => !host.startsWith('[') && !/^\d+(\.\d+){3}$/.test(host)

/** On a developer's own machine, at any port. */
const isLocalhost = (origin: string): boolean => /^https?:\/\/localhost(:\d+)?$/.test(origin)
