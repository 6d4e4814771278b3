import { errors, frontendApi } from '@frontdesk/contract'
import { publicRoute } from '../../http/route.js'
import { hasDevBrowsers, newDevBrowser } from './dev-browser.js'

export const devBrowserRoutes = [
  publicRoute(frontendApi.devBrowser.createDevBrowser, async ({ instance }) => {
    if (!hasDevBrowsers(instance)) throw errors.resourceNotFound()
    return { id: newDevBrowser() }
  }),
]
