/** Cookies of one request, by name; the first of two equal names counts, since browsers send the more specific path first. */
export function readCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const [name, value] of cookiePairs(header)) if (!cookies.has(name)) cookies.set(name, value)
  return cookies
}

/** All of them in the order they were sent: of one name there may be several, for other paths and parent domains. */
export function cookiePairs(header: string | null): Array<[name: string, value: string]> {
  return (header?.split(';') ?? []).flatMap((pair): Array<[string, string]> => {
    const at = pair.indexOf('=')
    return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]] : []
  })
}

export interface CookieAttributes {
  /** Zero removes the cookie. */
  maxAgeSeconds: number
  httpOnly?: boolean
  secure?: boolean
  /** Absent, the cookie is the host's own. */
  domain?: string
}

/** A Set-Cookie value; the value must be free of `;`, as base64url, JWTs and numbers are. SameSite is Lax for all of ours. */
export function writeCookie(name: string, value: string, { maxAgeSeconds, httpOnly, secure, domain }: CookieAttributes): string {
  return `${name}=${value}; Path=/${domain ? `; Domain=${domain}` : ''}; Max-Age=${maxAgeSeconds}; SameSite=Lax${httpOnly ? '; HttpOnly' : ''}${secure ? '; Secure' : ''}`
}
