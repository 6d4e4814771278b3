import { frontendApi } from '@frontdesk/contract'
import { browser, type FoundBrowser, knownDevice, noteDevice } from '../../../callers/browser.js'
import { clientResource } from '../../../resources/client.js'
import { transaction } from '../../../start/instance.js'
import { clientCookie, readClientSecret } from '../../../wire/client-cookie.js'
import { type Arrival, documentRoute, route } from '../../../wire/route.js'
import { redirectTo, safeRedirect } from '../../../wire/safe-redirect.js'
import { createClient, findClientBySecret, forgetClient } from '../../devices/clients/clients.js'
import { exchangeFormerCookies } from '../../devices/former-sessions/former-sessions.js'
import { signOut } from '../../devices/sessions/sessions.js'

const { clients } = frontendApi

async function create({ instance, browser }: FoundBrowser & Arrival) {
  const { device } = browser
  const made = async () => noteDevice(browser, { device: await transaction(instance, (tx) => createClient(tx, device)) }).device
  return clientResource(instance, device.client ?? (await made()).client, device.origin)
}

export const clientRoutes = [
  route(clients.getClient, { caller: browser, counts: [] }, async ({ instance, request, browser }) => {
    const entered = await exchangeFormerCookies(instance, request, browser.device)
    if (entered) {
      noteDevice(browser, entered)
      browser.bringsSession = true
    }
    const { client, origin } = browser.device
    return client ? clientResource(instance, client, origin) : null
  }),

  route(clients.createClient, { caller: browser, counts: ['call', 'newcomer'] }, (call) => create(call)),
  route(clients.putClient, { caller: browser, counts: ['call', 'newcomer'] }, (call) => create(call)), // clerk-js' way

  route(clients.deleteClient, { caller: browser, counts: ['call', 'newcomer'] }, async ({ instance, browser }) => {
    const known = knownDevice(browser)
    const device = await transaction(instance, async (tx) => forgetClient(tx, await signOut(tx, known)))
    noteDevice(browser, { device })
    browser.bringsSession = true
    return null
  }),
]

/** clerk-js takes its navigations over this address when the cookie is about to end; each visit gives the cookie its full life again. */
export const touchClientDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/v1/client/touch`, { counts: [] }, async ({ instance, request }) => {
    const location = safeRedirect(instance, request, request.url.searchParams.get('redirect_url'))
    const secret = readClientSecret(instance, request)
    const isKnown = secret !== null && (await findClientBySecret(instance, secret)) !== null
    return redirectTo(location, isKnown ? [clientCookie(instance, request, secret)] : [])
  })
