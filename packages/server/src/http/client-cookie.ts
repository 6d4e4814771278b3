/** The `__client` cookie: the browser's secret, out of reach of scripts. */
import { readCookies, writeCookie } from './cookies.js'

const lifetimeSeconds = 400 * 24 * 3600 // the longest that browsers keep a cookie

export const readClientSecret = (request: Request): string | null =>
  readCookies(request.headers.get('cookie')).get('__client') || null

export const clientCookie = (secret: string, secure: boolean): string =>
  writeCookie('__client', secret, { maxAgeSeconds: lifetimeSeconds, httpOnly: true, secure })

export const removedClientCookie = (secure: boolean): string =>
  writeCookie('__client', '', { maxAgeSeconds: 0, httpOnly: true, secure })
