/**
 * Where a browser may be sent. Redirects carry nonces and follow links that anybody can write, so only this server's own origin and
 * the allowed front ends qualify; `SafeRedirect` can be made nowhere else.
 */
import { errors, originOf } from '@frontdesk/contract'
import type { Instance } from '../start/instance.js'
import { appOrigin, isOfApp, serverOrigin } from './addresses.js'
import { isLoopback, mailOrigin } from './mail-links.js'
import { type Incoming, type Reply, reply } from './message.js'
import { isAllowedOrigin, ownOrigin } from './request-context.js'

declare const safe: unique symbol

export type SafeRedirect = string & { readonly [safe]: true }

const maxLength = 8192

// Browsers drop tabs and line breaks inside URLs and read `\` as `/`, so what is compared would not be what is opened.
const ambiguous = /[\s\\\p{Cc}]/u

/** The URL as a redirect, absolute or a path of this origin. @throws `invalid_url` for everything else */
export function safeRedirect(instance: Instance, request: Incoming, url: string | null): SafeRedirect {
  if (!url || url.length > maxLength || ambiguous.test(url)) throw errors.redirectUrlInvalid()
  const target = parse(url.startsWith('/') ? `${ownOrigin(instance, request)}${url}` : url)
  if (target?.username !== '' || target.password !== '') throw errors.redirectUrlInvalid()
  if (!isAllowedOrigin(instance, request, originOf(target))) throw errors.redirectUrlInvalid()
  if (!url.startsWith('/')) return target.href as SafeRedirect // the checks above are what the brand stands for
  if (target.pathname.startsWith('//')) throw errors.redirectUrlInvalid() // by itself it would name another host
  return `${target.pathname}${target.search}${target.hash}` as SafeRedirect // as above
}

/** As `safeRedirect`, but where that would throw the way that the options give, whose author may send people anywhere. */
export function safeRedirectOr(instance: Instance, request: Incoming, url: string | null, configured: string): SafeRedirect {
  try {
    return safeRedirect(instance, request, url)
  } catch {
    return configured as SafeRedirect // as above
  }
}

/**
 * For links in mail, which are made before anybody follows them: a whole address at the app, at this server or at an allowed front end.
 * @throws `invalid_url` for everything else
 */
export function safeRedirectInMail(instance: Instance, url: string): SafeRedirect {
  if (url.length > maxLength || ambiguous.test(url)) throw errors.redirectUrlInvalid()
  const { options, settings } = instance
  const target = parse(/^\/(?!\/)/.test(url) ? `${appOrigin(options) ?? mailOrigin(instance) ?? ''}${url}` : url)
  if (target?.username !== '' || target.password !== '') throw errors.redirectUrlInvalid()
  const origin = originOf(target)
  const ours = [serverOrigin(options), appOrigin(options), mailOrigin(instance), ...settings.allowedOrigins]
  const isLocal = options.environment === 'development' && !serverOrigin(options) && isLoopback(origin)
  if (!ours.includes(origin) && !isOfApp(options, origin) && !isLocal) throw errors.redirectUrlInvalid()
  return target.href as SafeRedirect // as above
}

/** Sends the browser on to read another page, after a form. */
export const seeOther = (location: SafeRedirect, cookies: string[]): Reply => ({
  ...reply('', { location, 'cache-control': 'no-store' }, 303),
  cookies,
})

/** Sends the browser on, to be repeated with the same method and never from a cache. */
export const redirectTo = (location: SafeRedirect, cookies: string[] = []): Reply => ({
  ...reply('', { location, 'cache-control': 'no-store' }, 307),
  cookies,
})

/** The same place with one more query parameter. */
export function withParameter(location: SafeRedirect, name: string, value: string): SafeRedirect {
  const isPath = location.startsWith('/')
  const target = new URL(location, 'http://path.invalid')
  target.searchParams.set(name, value)
  return (isPath ? `${target.pathname}${target.search}${target.hash}` : target.href) as SafeRedirect // the host is the same
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null
}
