/** One request during authentication: its cookies, bearer token and site, each read on first use. */
import type { PublishableKey } from '../publishable-key.js'
import type { ClaimRules } from '../tokens/check-claims.js'
import type { Authenticator } from './authenticator.js'
import { type Cookies, cookiesOf, readSessionCookies, type SessionCookies } from './cookies.js'
import type { AuthRequest } from './decision.js'
import { issuingHost, type Site, siteOf } from './site.js'

/** Shared by all steps of a decision. A class, because creating an object with getters for each request costs more than everything else. */
export class IncomingRequest {
  readonly cookies: Cookies
  readonly bearer: string | undefined
  #session: SessionCookies | undefined
  #site: Site | undefined

  constructor(
    readonly authenticator: Authenticator,
    readonly request: AuthRequest,
  ) {
    this.cookies = cookiesOf(request.header('cookie'))
    this.bearer = bearerToken(request.header('authorization'))
  }

  get session(): SessionCookies {
    this.#session ??= readSessionCookies(this.cookies, keyAt(this), this.authenticator.verifier.peek)
    return this.#session
  }

  /** Whether the request has anything that suggests a signed-in user. */
  get bringsCredentials(): boolean {
    return Boolean(this.bearer || this.session.sessionToken || this.session.clientUat)
  }

  get site(): Site {
    this.#site ??= siteOf(this.authenticator.options, this.request)
    return this.#site
  }

  /** The token by which development instances identify a browser, from the query or a cookie. Undefined in production. */
  get devBrowser(): string | undefined {
    if (this.authenticator.publishableKey.instanceType !== 'development') return undefined
    return this.request.url().searchParams.get('__clerk_db_jwt') || this.session.devBrowser
  }

  /** The rules for a token's claims. On a satellite, its own Frontend API may be the issuer too. */
  get rules(): ClaimRules {
    const { options, publishableKey, rules } = this.authenticator
    if (!options.isSatellite || options.issuer) return rules
    return { ...rules, issuer: [publishableKey.host, keyAt(this).host].map((host) => `https://${host}`) }
  }
}

/** The publishable key, with the host that issues tokens for the request's site. */
function keyAt(incoming: IncomingRequest): PublishableKey {
  const { options, publishableKey } = incoming.authenticator
  return options.isSatellite ? { ...publishableKey, host: issuingHost(publishableKey, incoming.site) } : publishableKey
}

export function bearerToken(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined
  const [scheme, token] = authorization.split(' ')
  if (!token) return scheme // Clerk's SDKs accept a bare token, too
  return scheme === 'Bearer' ? token : undefined
}
