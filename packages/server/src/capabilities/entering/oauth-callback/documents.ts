/** The address that is registered with every provider: `<origin>/__clerk/v1/oauth_callback`. */
import { leave, readBrowser } from '../../../callers/browser.js'
import { readValues } from '../../../wire/body.js'
import { type DocumentRoute, documentRoute } from '../../../wire/route.js'
import { safeRedirect, seeOther } from '../../../wire/safe-redirect.js'
import { comeBack } from './come-back.js'

const limits = { maxBytes: 16 * 1024, maxNames: 20 }

export const oauthCallbackDocuments = (basePath: string): DocumentRoute[] => {
  const path = `${basePath}/v1/oauth_callback`
  return [
    documentRoute('GET', `${basePath}/v1/oauth_callback`, { counts: ['attempt'] }, async (arrival) => {
      const { instance, request } = arrival
      const browser = await readBrowser(instance, request)
      const { device, location } = await comeBack(instance, browser.device, request.url.searchParams)
      browser.device = device
      return seeOther(safeRedirect(instance, request, location), await leave(arrival, browser))
    }),

    // A provider that answers by a form sends it from its own page, without our cookies: the browser comes once more, with them.
    documentRoute('POST', `${basePath}/v1/oauth_callback`, { counts: ['attempt'] }, async ({ instance, request }) => {
      const fields = Object.entries(await readValues(request, limits)).flatMap(
        ([name, value]): Array<[string, string]> => (typeof value === 'string' ? [[name, value]] : []),
      )
      return seeOther(safeRedirect(instance, request, `${path}?${new URLSearchParams(fields)}`), [])
    }),
  ]
}
