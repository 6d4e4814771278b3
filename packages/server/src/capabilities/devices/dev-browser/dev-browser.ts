/**
 * Instances with `pk_test_` keys: Clerk's middleware wants a dev browser token there before it believes any cookie. Ours is a marker
 * that opens nothing and is stored nowhere; only the `__client` cookie says who is signed in.
 */
import { newSecret } from '../../../crypto/random.js'
import type { Instance } from '../../../start/instance.js'
import { writeCookie } from '../../../wire/cookies.js'

export const hasDevBrowsers = (instance: Instance): boolean => instance.keys.publishableKey.startsWith('pk_test_')

export const newDevBrowser = (): string => `dvb_${newSecret()}`

/** Only what can stand in a cookie as it is; anything else counts as none. */
export const readDevBrowser = (value: string | null): string | null => (value && /^[\w.-]{1,2048}$/.test(value) ? value : null)

const yearSeconds = 365 * 24 * 3600

/** Under both names that middlewares read. */
export const devBrowserCookies = (instance: Instance, value: string, secure: boolean): string[] =>
  devBrowserCookieNames(instance).map((name) => writeCookie(name, value, { maxAgeSeconds: yearSeconds, secure }))

export const devBrowserCookieNames = (instance: Instance): string[] =>
  ['', ...instance.keys.spellings.map(({ cookieSuffix }) => `_${cookieSuffix}`)].map((suffix) => `__clerk_db_jwt${suffix}`)
