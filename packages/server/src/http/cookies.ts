/** Cookies of one request, by name; the first of two equal names counts, since browsers send the more specific path first. */
export function readCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim())
  }
  return cookies
}

export interface CookieAttributes {
  /** Zero removes the cookie. */
  maxAgeSeconds: number
  httpOnly?: boolean
  secure?: boolean
}

/** A Set-Cookie value; the value must be free of `;`, as base64url, JWTs and numbers are. SameSite is Lax for all of ours. */
export function writeCookie(name: string, value: string, { maxAgeSeconds, httpOnly, secure }: CookieAttributes): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax${httpOnly ? '; HttpOnly' : ''}${secure ? '; Secure' : ''}`
}
