import { documentRoute } from '../../../wire/route.js'
import { redirectTo, safeRedirect } from '../../../wire/safe-redirect.js'

/** Sends a browser on to an address of the app's; to the app itself where none is named. */
export const redirectDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/v1/redirect`, { counts: [] }, async ({ instance, request }) =>
    redirectTo(safeRedirect(instance, request, request.url.searchParams.get('redirect_url') || '/')),
  )
