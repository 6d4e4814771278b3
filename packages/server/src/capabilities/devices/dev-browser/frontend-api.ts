import { errors, frontendApi } from '@frontdesk/contract'
import { anyone } from '../../../callers/anyone.js'
import { route } from '../../../wire/route.js'
import { hasDevBrowsers, newDevBrowser } from './dev-browser.js'

export const devBrowserRoutes = [
  route(frontendApi.devBrowser.createDevBrowser, { caller: anyone, counts: ['call'] }, async ({ instance }) => {
    if (!hasDevBrowsers(instance)) throw errors.resourceNotFound()
    return { id: newDevBrowser() }
  }),
]
