import { frontendApi } from '@frontdesk/contract'
import { browserRoute } from '../../http/route.js'
import { transaction } from '../../instance.js'
import { ensureClient } from './clients.js'
import { clientResource } from './resource.js'

const { clients } = frontendApi

export const clientRoutes = [
  browserRoute(clients.getClient, async ({ instance, browser }) =>
    browser.client ? clientResource(instance, browser.client, browser.origin) : null,
  ),

  browserRoute(clients.createClient, async ({ instance, browser }) => {
    const client = await transaction(instance, (tx) => ensureClient(tx, browser))
    return clientResource(instance, client, browser.origin)
  }),
]
