/** Where browsers reach the server and the app, as the options have it; what a request says is `request-context.ts`. */
import { isOriginBelow } from '../basics/app-domain.js'
import type { Options } from '../start/options.js'
import type { PageKey } from '../start/pages.js'

/** The origin of our pages, APIs and files; undefined while only requests tell it. */
export const serverOrigin = ({ ownDomain, publicUrl }: Options): string | undefined => ownDomain?.origin ?? publicUrl

/** The origin of the app, to which paths in options belong: the public URL, else the app's domain. Undefined while only requests tell it. */
export const appOrigin = ({ ownDomain, publicUrl }: Options): string | undefined =>
  publicUrl ?? (ownDomain ? `https://${ownDomain.appDomain}` : undefined)

/** Whether a path is that of a page of ours, or below it. */
export const isPagePath = ({ pages, ownPages }: Options, path: string): boolean =>
  ownPages.some((key) => `${path}/`.startsWith(`${pages[key]}/`))

/** A page as our pages link it: one that is the app's is at the app. */
export const pageFromPages = (options: Options, key: PageKey): string =>
  options.ownPages.includes(key) ? options.pages[key] : fromPages(options, options.pages[key])

/** A path of the app as a whole address, where its origin is known. */
export const inApp = (options: Options, url: string): string => (url.startsWith('/') ? `${appOrigin(options) ?? ''}${url}` : url)

/** An address of the app as our pages name it: whole where they have an origin of their own. */
export const fromPages = (options: Options, url: string): string => (options.ownDomain ? inApp(options, url) : url)

/** Whether an origin is the app's, beside a domain of the instance's own. */
export const isOfApp = ({ ownDomain }: Options, origin: string): boolean =>
  ownDomain !== null && isOriginBelow(ownDomain.appDomain, origin)
