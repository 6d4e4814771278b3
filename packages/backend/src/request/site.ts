/** Where a request came to: the primary domain or a satellite, and where its Frontend API is. */
import type { PublishableKey } from '../publishable-key.js'
import type { AuthRequest } from './decision.js'
import type { AuthenticateRequestOptions } from './options.js'

/** Where a request came to, as the options tell it for its address. */
export interface Site {
  isSatellite: boolean
  /** The domain of a satellite. */
  domain: string | undefined
  /** Where the Frontend API is reached, absolute. */
  proxyUrl: string | undefined
}

/** Options may be functions of the address: one app then answers for several domains. @throws what they throw, or an address that is none */
export function siteOf(options: AuthenticateRequestOptions, request: AuthRequest): Site {
  const { isSatellite = false, domain, proxyUrl } = options
  const chosen = <T>(option: T | ((url: URL) => T)): T =>
    typeof option === 'function' ? (option as (url: URL) => T)(new URL(request.url())) : option // a copy: it is theirs to change
  return {
    isSatellite: chosen(isSatellite) === true,
    domain: chosen(domain) || undefined,
    proxyUrl: absolute(chosen(proxyUrl) || undefined, request),
  }
}

function absolute(proxyUrl: string | undefined, request: AuthRequest): string | undefined {
  if (proxyUrl === undefined) return undefined
  assertProxyUrl(proxyUrl)
  return proxyUrl.startsWith('/') ? `${request.url().origin}${proxyUrl}` : proxyUrl
}

/** @throws for what is neither a path nor a whole address */
export function assertProxyUrl(proxyUrl: string): void {
  if (proxyUrl.startsWith('/') || isWholeUrl(proxyUrl)) return
  throw new Error(
    `proxyUrl (CLERK_PROXY_URL) must be a path such as /__clerk, or begin with https:// or http://, not ${proxyUrl}.`,
  )
}

export const isWholeUrl = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

/** The host of the Frontend API, which issues the tokens: a satellite's own in production, else the one in the publishable key. */
export const issuingHost = ({ instanceType, host }: PublishableKey, { isSatellite, domain }: Site): string =>
  isSatellite && domain && instanceType === 'production' ? `clerk.${domain}` : host
