import { errors, frontendApi } from '@frontdesk/contract'
import { anyone } from '../../../callers/anyone.js'
import { ownPage } from '../../../callers/own-page.js'
import type { Instance } from '../../../start/instance.js'
import { readCookies } from '../../../wire/cookies.js'
import { type Incoming, jsonReply } from '../../../wire/message.js'
import { isAllowedOrigin, isSecure } from '../../../wire/request-context.js'
import { type Caller, route } from '../../../wire/route.js'
import { devBrowserCookieNames, devBrowserCookies, hasDevBrowsers, newDevBrowser, readDevBrowser } from './dev-browser.js'

const { devBrowser } = frontendApi

/** Leaves with the marker in cookies of this host. */
const keeping: Caller = {
  ...ownPage,
  async reply({ instance, request }, _operation, _found, response) {
    const { id } = response as { id: string } // as the operation says
    return { ...jsonReply(response), cookies: devBrowserCookies(instance, id, isSecure(instance, request)) }
  },
}

export const devBrowserRoutes = [
  route(devBrowser.createDevBrowser, { caller: anyone, counts: ['call'] }, async ({ instance }) => {
    requireDevBrowsers(instance)
    return { id: newDevBrowser() }
  }),

  route(devBrowser.initDevBrowser, { caller: anyone, counts: [] }, async ({ instance, request, query: { origin } }) => {
    requireDevBrowsers(instance)
    if (origin !== undefined && !isAllowedOrigin(instance, request, origin)) throw errors.originInvalid()
    return { id: newDevBrowser() }
  }),

  route(devBrowser.setDevBrowserCookie, { caller: keeping, counts: ['call'] }, async ({ instance, request }) => {
    requireDevBrowsers(instance)
    return { id: knownDevBrowser(instance, request) ?? newDevBrowser() }
  }),
]

function requireDevBrowsers(instance: Instance): void {
  if (!hasDevBrowsers(instance)) throw errors.resourceNotFound()
}

/** The one that the page names, or that the browser has in a cookie. */
function knownDevBrowser(instance: Instance, request: Incoming): string | null {
  const cookies = readCookies(request.header('cookie'))
  const kept = devBrowserCookieNames(instance).map((name) => cookies.get(name) ?? null)
  return [request.url.searchParams.get('__clerk_db_jwt'), ...kept].map(readDevBrowser).find((value) => value !== null) ?? null
}
