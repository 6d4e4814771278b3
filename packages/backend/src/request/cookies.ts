/** The cookies that tell who is signed in, each under its plain name and under one with the instance's suffix. */
import type { PublishableKey } from '../publishable-key.js'
import { type JwtPayload, parseJwt } from '../tokens/parse-jwt.js'

export type Cookies = (name: string) => string | undefined

/** Looks names up in a Cookie header; nothing is parsed that is not asked for. */
export function cookiesOf(header: string | undefined): Cookies {
  let parsed: Map<string, string> | undefined
  return (name) => {
    if (!header) return undefined
    parsed ??= parseCookies(header)
    return parsed.get(name)
  }
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}

export interface SessionCookies {
  isSuffixed: boolean
  sessionToken: string | undefined
  /** Seconds since 1970 of the last change of the browser's sessions; 0 for signed out. */
  clientUat: number
  refreshToken: string | undefined
  devBrowser: string | undefined
}

/** This instance's cookies: the suffixed ones, unless the plain ones are newer or are all there is. */
export function readSessionCookies(cookies: Cookies, publishableKey: PublishableKey): SessionCookies {
  const suffixed = (name: string) => cookies(`${name}_${publishableKey.cookieSuffix}`)
  const isSuffixed = prefersSuffixed(cookies, suffixed, publishableKey)
  const pick = isSuffixed ? suffixed : cookies
  return {
    isSuffixed,
    sessionToken: pick('__session'),
    clientUat: Number.parseInt(pick('__client_uat') ?? '', 10) || 0,
    refreshToken: suffixed('__refresh'), // there is no plain one
    devBrowser: suffixed('__clerk_db_jwt') ?? cookies('__clerk_db_jwt'),
  }
}

function prefersSuffixed(cookies: Cookies, suffixed: Cookies, { host, instanceType }: PublishableKey): boolean {
  const plainSession = claimsOf(cookies('__session'))
  if (plainSession && !plainSession.iss) return false
  if (plainSession && plainSession.iss !== `https://${host}`) return true // another instance on the same domain wrote it

  const suffixedUat = suffixed('__client_uat')
  const plainUat = cookies('__client_uat')
  const suffixedSession = claimsOf(suffixed('__session'))
  if (suffixedUat === undefined && !suffixedSession) return false
  if (suffixedUat !== '0' && plainUat !== '0' && (plainSession?.iat ?? 0) > (suffixedSession?.iat ?? 0)) return false
  if (suffixedUat === '0' && plainUat !== '0') return false
  if (instanceType === 'development' && suffixedUat !== '0' && plainUat === '0' && isExpired(suffixedSession)) return false
  return !(suffixedUat === undefined && suffixedSession)
}

const isExpired = (claims: JwtPayload | null) => Boolean(claims) && (claims!.exp ?? 0) * 1000 <= Date.now()

/** The claims of a token, unverified: good for choosing between cookies and for nothing else. */
export function claimsOf(token: string | undefined): JwtPayload | null {
  if (!token) return null
  try {
    return parseJwt(token).payload
  } catch {
    return null
  }
}
