/** Reads the session cookies, each of which exists under its plain name and with the instance's suffix. */
import type { PublishableKey } from '../publishable-key.js'
import type { Unverified } from '../tokens/parse-jwt.js'

/** The value of a cookie; an empty one counts as absent. */
export type Cookies = (name: string) => string | undefined

/** Looks up names in a Cookie header. Only finds where each pair begins, since splitting the whole header takes longer. */
export function cookiesOf(header: string | undefined): Cookies {
  if (!header) return () => undefined
  let starts: number[] | undefined
  return (name) => {
    starts ??= pairStarts(header)
    return cookieAmong(starts, header, name)
  }
}

function pairStarts(header: string): number[] {
  const starts = [skipSpace(header, 0)]
  for (let end = header.indexOf(';'); end >= 0; end = header.indexOf(';', end + 1)) starts.push(skipSpace(header, end + 1))
  return starts
}

/** Decodes only the value that it finds, so that an encoded `;` can't start another cookie. The first of several counts. */
function cookieAmong(starts: number[], header: string, name: string): string | undefined {
  for (const start of starts) {
    if (!header.startsWith(name, start)) continue
    const equals = skipSpace(header, start + name.length)
    if (header[equals] !== '=') continue
    const end = header.indexOf(';', equals)
    return decoded(header.slice(equals + 1, end < 0 ? header.length : end).trim()) || undefined
  }
  return undefined
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

function decoded(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

export interface SessionCookies {
  isSuffixed: boolean
  sessionToken: string | undefined
  /** When the browser's sessions last changed, in seconds since 1970; 0 if signed out. */
  clientUat: number
  refreshToken: string | undefined
  devBrowser: string | undefined
}

/** Reads the unverified claims of a token; null if it is not a token. */
export type Peek = (token: string | undefined) => Unverified | null

/** Returns this instance's cookies: the suffixed ones, unless the plain ones are newer or the only ones. */
export function readSessionCookies(cookies: Cookies, publishableKey: PublishableKey, peek: Peek): SessionCookies {
  const names = suffixedNamesOf(publishableKey)
  const suffixed: SessionCookie = (name) => cookies(names[name])
  const isSuffixed = prefersSuffixed(cookies, suffixed, publishableKey, peek)
  const pick = isSuffixed ? suffixed : cookies
  return {
    isSuffixed,
    sessionToken: pick('__session'),
    clientUat: Number.parseInt(pick('__client_uat') ?? '', 10) || 0,
    refreshToken: suffixed('__refresh'), // it has no plain name
    devBrowser: pick('__clerk_db_jwt'),
  }
}

type SessionCookieName = '__session' | '__client_uat' | '__refresh' | '__clerk_db_jwt'
type SessionCookie = (name: SessionCookieName) => string | undefined

const suffixedNames = new WeakMap<PublishableKey, Record<SessionCookieName, string>>()

/** Memoises the names by key: a new string would be hashed again at each look-up. */
function suffixedNamesOf(key: PublishableKey): Record<SessionCookieName, string> {
  const known = suffixedNames.get(key)
  if (known) return known
  const suffixed = (name: SessionCookieName) => `${name}_${key.cookieSuffix}`
  const names = {
    __session: suffixed('__session'),
    __client_uat: suffixed('__client_uat'),
    __refresh: suffixed('__refresh'),
    __clerk_db_jwt: suffixed('__clerk_db_jwt'),
  }
  suffixedNames.set(key, names)
  return names
}

/**
 * Our server always sets both names, so the suffixed `__client_uat` counts if it is present. The plain cookies only count beside it if their
 * token is ours: otherwise they are left over from Clerk on the parent domain, or belong to another app on this host.
 */
function prefersSuffixed(cookies: Cookies, suffixed: SessionCookie, key: PublishableKey, peek: Peek): boolean {
  const plain = peek(cookies('__session'))?.payload
  const isForeign = Boolean(plain?.iss) && !isIssuedBy(key, plain?.iss)
  const suffixedUat = suffixed('__client_uat')
  if (!suffixedUat) return isForeign
  if (!plain?.iss || isForeign) return true

  if (cookies('__client_uat') === '0') return true
  if (suffixedUat === '0') return false // only the plain cookies are signed in
  const isPlainLater = (plain.iat ?? 0) > (peek(suffixed('__session'))?.payload.iat ?? 0)
  return !isPlainLater
}

function isIssuedBy({ host }: PublishableKey, issuer: unknown): boolean {
  if (typeof issuer !== 'string') return false
  if (issuer.startsWith('https://') && issuer.length === 8 + host.length && issuer.endsWith(host)) return true // the usual case, without a regular expression
  return issuer.replace(/https?:\/\//gi, '') === host
}
