/** `frontdesk webhooks`: where events are sent to, and events on their way to this machine without an endpoint. */
import { setTimeout as wait } from 'node:timers/promises'
import type { ToldEvent, WebhookDelivery, WebhookEndpoint, WebhookReplay } from '@frontdesk/contract'
import { headersOf } from '../capabilities/telling/webhooks/message.js'
import { action } from './api-command.js'
import { type Backend, whereDetails, withBackend } from './backend.js'
import type { Action, Command } from './command.js'
import { columns, whenOf } from './tables.js'

const pollMs = 500
const patienceMs = 15_000
/** Nodes may commit events in another order than that of their numbers: so many before the last one are looked at again. */
const overlap = 100

const listen: Action = {
  usage: [
    [
      '--forward-to localhost:3000/hook [--at app]',
      'sends events to an app on this machine as they happen, signed, until it is stopped; no endpoint and no tunnel is needed',
    ],
  ],
  details: whereDetails,
  flags: { 'forward-to': { type: 'string' }, at: { type: 'string' } },
  words: { least: 0, most: 0 },
  async run({ flags }) {
    const url = addressOf(flags['forward-to'])
    await withBackend(String(flags.at ?? '.'), (backend) => forward(backend, url))
  },
}

export const webhooksCommand: Command = {
  does: 'where events are sent to',
  details: whereDetails,
  verbs: {
    add: action(
      '<url> [--events user.created,user.deleted]',
      'sends events there from now on, and prints the secret by which the receiver knows them',
      { events: { type: 'string' } },
      async ({ ask }, { words: [url], flags: { events } }) => {
        const endpoint = await ask<WebhookEndpoint>('POST', '/webhook_endpoints', {
          url,
          ...(events === undefined ? {} : { events: String(events).split(',') }),
        })
        return { answer: endpoint, lines: `Added ${endpoint.id}.\nCLERK_WEBHOOK_SIGNING_SECRET=${endpoint.secret}\n` }
      },
    ),

    list: action('', 'lists where events are sent to', {}, async ({ ask }) => {
      const { data } = await ask<{ data: WebhookEndpoint[] }>('GET', '/webhook_endpoints?limit=500')
      const rows = data.map((endpoint) => [endpoint.id, endpoint.url, eventsOf(endpoint), stateOf(endpoint)])
      return { answer: data, lines: rows.length > 0 ? columns(rows) : 'Events are sent nowhere.\n' }
    }),

    listen,

    replay: action(
      '<id> [--since 2026-11-29]',
      'sends a delivery (whd_…) again, or to an endpoint (ep_…) all events since a time',
      { since: { type: 'string' } },
      async ({ ask }, { words: [id], flags: { since } }) => {
        if (!id!.startsWith('ep_')) {
          const delivery = await ask<WebhookDelivery>('POST', `/webhook_deliveries/${encodeURIComponent(id!)}/retry`, {})
          return { answer: delivery, lines: `${delivery.type} goes to ${delivery.endpoint_id} again.\n` }
        }
        const path = `/webhook_endpoints/${encodeURIComponent(id!)}/replay`
        const replay = await ask<WebhookReplay>('POST', path, { since: timeOf(since) })
        return { answer: replay, lines: `${replay.deliveries} events go to ${id} again.\n` }
      },
    ),
  },
}

const eventsOf = ({ events }: WebhookEndpoint): string => events?.join(', ') ?? 'all'

function stateOf({ enabled, disabled_reason, failing_since }: WebhookEndpoint): string {
  if (!enabled) return disabled_reason ? `disabled, ${disabled_reason}` : 'disabled'
  return failing_since === null ? 'enabled' : `failing since ${whenOf(failing_since)}`
}

function timeOf(since: string | boolean | undefined): number {
  const time = Date.parse(String(since))
  if (Number.isNaN(time)) throw new Error('--since must be a date, or a date and time, such as 2026-11-29 or 2026-11-29T08:15Z.')
  return time
}

/** `localhost:3000/hook` is one as well. */
function addressOf(given: string | boolean | undefined): string {
  const text = String(given ?? '')
  const url = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (text === '' || !URL.canParse(url)) throw new Error('--forward-to must be an address, such as localhost:3000/hook.')
  return url
}

/** Sends what happens from now on, one event after the other. */
async function forward({ ask, secretFor }: Backend, url: string): Promise<void> {
  const secret = `whsec_${secretFor('webhooks listen').toString('base64')}`
  const eventsBehind = async (after: number) => (await ask<{ data: ToldEvent[] }>('GET', `/events?limit=500&after=${after}`)).data
  const { data } = await ask<{ data: ToldEvent[] }>('GET', `/events?limit=${overlap}`)
  const seen = new Set(data.map(({ id }) => id))
  let last = data.at(-1)?.sequence ?? 0
  process.stdout.write(`Events go to ${url}, signed with\nCLERK_WEBHOOK_SIGNING_SECRET=${secret}\n`)
  for (;;) {
    for (const { id, sequence, ...event } of await eventsBehind(Math.max(0, last - overlap))) {
      if (seen.has(id)) continue
      seen.add(id)
      last = Math.max(last, sequence)
      const body = JSON.stringify(event)
      const headers = headersOf({ id, position: sequence }, body, { current: secret, previous: [] }, Date.now())
      process.stdout.write(`${event.type} ${id} → ${await send(url, body, headers)}\n`)
    }
    for (const id of [...seen].slice(0, -5 * overlap)) seen.delete(id)
    await wait(pollMs)
  }
}

async function send(url: string, body: string, headers: Record<string, string>): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    await response.body?.cancel()
    return String(response.status)
  } catch (error) {
    return ((error as Error).cause as Error | undefined)?.message || (error as Error).message // fetch says there what happened
  }
}
