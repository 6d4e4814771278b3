/** The `__client` cookie: the browser's secret, out of reach of scripts. */
import { readCookies, writeCookie } from './cookies.js'
import type { Incoming } from './message.js'

const lifetimeSeconds = 400 * 24 * 3600 // the longest that browsers keep a cookie

export const readClientSecret = (request: Incoming): string | null =>
  readCookies(request.header('cookie')).get('__client') || null

export const clientCookie = (secret: string, secure: boolean): string =>
  writeCookie('__client', secret, { maxAgeSeconds: lifetimeSeconds, httpOnly: true, secure })

export const removedClientCookie = (secure: boolean): string =>
  writeCookie('__client', '', { maxAgeSeconds: 0, httpOnly: true, secure })
