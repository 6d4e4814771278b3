/** The site that a request addresses: the primary domain or a satellite, and its Frontend API. */
import type { PublishableKey } from '../publishable-key.js'
import type { AuthRequest } from './decision.js'
import type { AuthenticateRequestOptions } from './options.js'

/** What the options say for the URL of a request. */
export interface Site {
  isSatellite: boolean
  /** The domain of a satellite. */
  domain: string | undefined
  /** The absolute URL of the Frontend API. */
  proxyUrl: string | undefined
}

/** Options may be functions of the URL, so that one app can serve several domains. @throws what they throw, or if `proxyUrl` is invalid */
export function siteOf(options: AuthenticateRequestOptions, request: AuthRequest): Site {
  const { isSatellite = false, domain, proxyUrl } = options
  const chosen = <T>(option: T | ((url: URL) => T)): T =>
    typeof option === 'function' ? (option as (url: URL) => T)(new URL(request.url())) : option // a copy, which they may modify
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

/** @throws unless it is a path or an absolute URL */
export function assertProxyUrl(proxyUrl: string): void {
  if (proxyUrl.startsWith('/') || isWholeUrl(proxyUrl)) return
  throw new Error(
    `proxyUrl (CLERK_PROXY_URL) must be a path such as /__clerk, or begin with https:// or http://, not ${proxyUrl}.`,
  )
}

export const isWholeUrl = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

/** The host of the Frontend API, which issues the tokens: the satellite's own in production, else the one in the publishable key. */
export const issuingHost = ({ instanceType, host }: PublishableKey, { isSatellite, domain }: Site): string =>
  isSatellite && domain && instanceType === 'production' ? `clerk.${domain}` : host
