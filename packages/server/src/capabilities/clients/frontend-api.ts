import { errors, frontendApi } from '@frontdesk/contract'
import { clientCookie, readClientSecret } from '../../http/client-cookie.js'
import { type BrowserCall, browserRoute, documentRoute } from '../../http/route.js'
import { redirectTo, safeRedirect } from '../../http/safe-redirect.js'
import { transaction } from '../../instance.js'
import { signOut } from '../sessions/sessions.js'
import { ensureClient, findClientBySecret, forgetClient } from './clients.js'
import { clientResource } from './resource.js'

const { clients } = frontendApi

async function create({ instance, browser }: Pick<BrowserCall<typeof clients.createClient>, 'instance' | 'browser'>) {
  const client = await transaction(instance, (tx) => ensureClient(tx, browser))
  return clientResource(instance, client, browser.origin)
}

export const clientRoutes = [
  browserRoute(clients.getClient, async ({ instance, browser }) =>
    browser.client ? clientResource(instance, browser.client, browser.origin) : null,
  ),

  browserRoute(clients.createClient, (call) => create(call)),
  browserRoute(clients.putClient, (call) => create(call)), // clerk-js' way

  browserRoute(clients.deleteClient, async ({ instance, browser }) => {
    if (!browser.client) throw errors.signedOut()
    await transaction(instance, async (tx) => {
      await signOut(tx, browser)
      await forgetClient(tx, browser)
    })
    return null
  }),
]

/** clerk-js takes its navigations over this address when the cookie is about to end; each visit gives the cookie its full life again. */
export const touchClientDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/v1/client/touch`, async ({ instance, request }) => {
    const location = safeRedirect(instance, request, request.url.searchParams.get('redirect_url'))
    const secret = readClientSecret(instance, request)
    const isKnown = secret !== null && (await findClientBySecret(instance, secret)) !== null
    return redirectTo(location, isKnown ? [clientCookie(instance, request, secret)] : [])
  })
