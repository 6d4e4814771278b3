import { errors, frontendApi } from '@frontdesk/contract'
import { browser, noteDevice } from '../../../callers/browser.js'
import { clientResource } from '../../../resources/client.js'
import { route } from '../../../wire/route.js'
import { exchangeFormerSession } from './former-sessions.js'

export const formerSessionRoutes = [
  route(
    frontendApi.formerSessions.exchangeFormerSession,
    { caller: browser, counts: ['call', 'newcomer', 'attempt'] },
    async ({ instance, browser, body }) => {
      if (!instance.former) throw errors.featureNotEnabled('migration')
      const entered = await exchangeFormerSession(instance, browser.device, body.token)
      if (!entered) throw errors.formParamValueInvalid('token', 'proves no session of the former service that can be exchanged')
      browser.bringsSession = true
      const { client, origin } = noteDevice(browser, entered).device
      return clientResource(instance, client, origin)
    },
  ),
]
