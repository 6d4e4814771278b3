/** What one request says of itself and where it came to, read when it is first asked for. */
import type { PublishableKey } from '../publishable-key.js'
import type { ClaimRules } from '../tokens/check-claims.js'
import type { Authenticator } from './authenticator.js'
import { type Cookies, cookiesOf, readSessionCookies, type SessionCookies } from './cookies.js'
import type { AuthRequest } from './decision.js'
import { issuingHost, type Site, siteOf } from './site.js'

/** What the steps of one decision share. A class, as getters of a literal would be made anew for each request, which costs more than all else. */
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

  /** Whether somebody may believe to be signed in. */
  get bringsCredentials(): boolean {
    return Boolean(this.bearer || this.session.sessionToken || this.session.clientUat)
  }

  get site(): Site {
    this.#site ??= siteOf(this.authenticator.options, this.request)
    return this.#site
  }

  /** Development instances know a browser by a token, which also travels in the query; production ones need none. */
  get devBrowser(): string | undefined {
    if (this.authenticator.publishableKey.instanceType !== 'development') return undefined
    return this.request.url().searchParams.get('__clerk_db_jwt') || this.session.devBrowser
  }

  /** The rules for a token's claims: on a satellite its own Frontend API may have issued it. */
  get rules(): ClaimRules {
    const { options, publishableKey, rules } = this.authenticator
    if (!options.isSatellite || options.issuer) return rules
    return { ...rules, issuer: [publishableKey.host, keyAt(this).host].map((host) => `https://${host}`) }
  }
}

/** The publishable key, with the host that issues tokens where the request came to. */
function keyAt(incoming: IncomingRequest): PublishableKey {
  const { options, publishableKey } = incoming.authenticator
  return options.isSatellite ? { ...publishableKey, host: issuingHost(publishableKey, incoming.site) } : publishableKey
}

export function bearerToken(authorization: string | undefined): string | undefined {
  if (!authorization) return undefined
  const [scheme, token] = authorization.split(' ')
  if (!token) return scheme // Clerk's SDKs take a bare token, too
  return scheme === 'Bearer' ? token : undefined
}
