import { errors } from '@frontdesk/contract'
import { isAllowedOrigin } from '../../http/request-context.js'
import { documentRoute } from '../../http/route.js'
import type { Options } from '../../options.js'
import { pageResponse } from '../pages/page-html.js'
import { emptyInbox, listInbox } from './inbox.js'

const path = '/__frontdesk/inbox'

// No other site may read the codes: no CORS header, no use as a script or picture.
const headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

/** The inbox page and its messages. Production instances have no such routes, so nothing there can show a code. */
export function inboxDocuments({ environment }: Options) {
  if (environment === 'production') return []
  return [
    documentRoute('GET', path, async ({ instance }) => pageResponse(instance.options, 'inbox')),

    documentRoute('GET', `${path}/messages`, async ({ instance }) => {
      const messages = await listInbox(instance)
      return new Response(JSON.stringify({ data: messages, total_count: messages.length }), { headers })
    }),

    documentRoute('DELETE', `${path}/messages`, async ({ instance, request }) => {
      const origin = request.headers.get('origin')
      if (origin === null) throw errors.originMissing()
      if (!isAllowedOrigin(instance, request, origin)) throw errors.originInvalid()
      await emptyInbox(instance)
      return new Response(JSON.stringify({ deleted: true }), { headers })
    }),
  ]
}
