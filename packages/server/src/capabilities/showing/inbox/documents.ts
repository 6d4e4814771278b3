import { errors } from '@frontdesk/contract'
import type { Options } from '../../../start/options.js'
import { refuseForeignForm } from '../../../wire/foreign-origin.js'
import { jsonReply, reply } from '../../../wire/message.js'
import { isFromThisMachine } from '../../../wire/own-machine.js'
import { documentRoute } from '../../../wire/route.js'
import { pageReply } from '../pages/page-html.js'
import { emptyInbox, listInbox } from './inbox.js'
import { isSafeFromRebinding } from './rebinding.js'

const path = '/__frontdesk/inbox'

// No other site may read the codes: no CORS header, no use as a script or picture.
const headers = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

/** The inbox page and its messages. Production instances have no such routes, so nothing there can show a code. */
export function inboxDocuments({ environment }: Options) {
  if (environment === 'production') return []
  return [
    inboxRoute('GET', path, { counts: [] }, async ({ instance, request }) => pageReply(instance, request, 'inbox')),

    inboxRoute('GET', `${path}/messages`, { counts: [] }, async ({ instance }) => {
      const messages = await listInbox(instance)
      return jsonReply({ data: messages, total_count: messages.length }, headers)
    }),

    inboxRoute('DELETE', `${path}/messages`, { counts: ['call'] }, async ({ instance, request }) => {
      refuseForeignForm(instance, request)
      await emptyInbox(instance)
      return jsonReply({ deleted: true }, headers)
    }),
  ]
}

const inboxRoute: typeof documentRoute = (method, path, rules, handle) =>
  documentRoute(method, path, rules, async (arrival) => {
    const { instance, request } = arrival
    if (!isSafeFromRebinding(instance, request)) throw errors.originInvalid()
    if (!instance.options.inbox.open && !isFromThisMachine(instance, request)) return closed
    return handle(arrival)
  })

const closed = reply(
  'The inbox shows the codes of everybody, so it answers only the machine that the server runs on. In a container or for remote development set FRONTDESK_INBOX_OPEN=true.\n',
  { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  403,
)
