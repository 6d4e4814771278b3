import { frontendApi } from '@frontdesk/contract'
import { ownPage } from '../../../callers/own-page.js'
import { jsonReply } from '../../../wire/message.js'
import { route } from '../../../wire/route.js'

/** The browser forgets all that it keeps of this origin: an embedded server's is the app's. */
const forgetting = { ...ownPage, reply: async () => jsonReply({}, { 'clear-site-data': '"*"' }) }

export const siteDataRoutes = [route(frontendApi.clients.clearSiteData, { caller: forgetting, counts: [] }, async () => ({}))]
