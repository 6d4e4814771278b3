/**
 * Sends events to their endpoints. Each endpoint has a lane of its own, so that a slow or dead one holds up no other, and no request waits
 * for any. Of each subject one event is under way at an endpoint; the next follows when it has arrived or was given up. What a node has
 * taken and not settled within its lease, such as one that was killed, is sent again: at least once, with the same id.
 */
import { performance } from 'node:perf_hooks'
import type { Instance } from '../../../start/instance.js'
import { type EventRow, eventsById } from '../../ground/events/stored.js'
import {
  disableFailing,
  type EndpointRow,
  enabledEndpointIds,
  findEndpoint,
  noteFailure,
} from '../../ground/webhook-endpoints/endpoints.js'
import { openSecrets } from '../../ground/webhook-endpoints/secrets.js'
import { type DeliveryRow, giveBack, isDue, leaseDue, type Outcome, settle } from './deliveries.js'
import { tellOperator } from './disabled-mail.js'
import { bodyOf, headersOf } from './message.js'

export interface Webhooks {
  /** Sends what is due, and what is let go by it; resolves when nothing is left to do now. Lanes also do so by themselves. */
  deliver(): Promise<void>
  /** Looks for what was just committed. */
  sendSoon(): void
  /** Learns of endpoints that were just added or enabled. */
  refresh(): Promise<void>
  /** Finishes what is under way, or gives it back where that takes long. */
  close(): Promise<void>
}

/** What webhooks need of an instance. */
export type Node = Pick<
  Instance,
  'keys' | 'options' | 'settings' | 'engine' | 'dialect' | 'db' | 'unsynced' | 'vault' | 'now' | 'log' | 'outbound' | 'deliveries'
>

const atOnce = 8 // at one endpoint, from one node
const longestMs = 15_000
const leaseMs = 2 * longestMs
const pollMs = 1_000
const soonMs = 5
const patienceMs = 2_000 // at the end
const disabledAfterMs = 5 * 24 * 3600_000

/** Of a process that serves nobody: what it tells is sent by those that do. */
export const idleWebhooks: Webhooks = { deliver: async () => {}, sendSoon() {}, refresh: async () => {}, close: async () => {} }

export function openWebhooks(node: Node): Webhooks {
  const { unsynced, now, log, vault, outbound } = node
  const lanes = new Map<string, Lane>()
  const givingUp = new AbortController()
  let isClosed = false
  let looking: Promise<void> | null = null
  let askedAgain = false
  let isAnyEnabled = true
  let soon: NodeJS.Timeout | null = null
  const timer = setInterval(() => void look(), pollMs).unref()

  function look(): Promise<void> {
    if (isClosed) return looking ?? Promise.resolve()
    askedAgain = true
    looking ??= (async () => {
      while (askedAgain && !isClosed) {
        askedAgain = false
        const ids = await enabledEndpointIds(node)
        isAnyEnabled = ids.length > 0
        for (const id of ids) void laneOf(id).fill()
        for (const [id, lane] of lanes) if (!ids.includes(id) && !lane.isBusy()) lanes.delete(id)
      }
    })()
      .catch((error: unknown) => log({ level: 'error', message: 'Endpoints of webhooks could not be read', error }))
      .finally(() => {
        looking = null
      })
    return looking
  }

  function laneOf(endpointId: string): Lane {
    const lane = lanes.get(endpointId) ?? openLane(endpointId)
    lanes.set(endpointId, lane)
    return lane
  }

  function openLane(endpointId: string): Lane {
    const underWay = new Set<Promise<void>>()
    let filling: Promise<void> | null = null
    let isAskedAgain = false

    function fill(): Promise<void> {
      isAskedAgain = true
      filling ??= (async () => {
        while (isAskedAgain && !isClosed) {
          isAskedAgain = false
          while (!isClosed && underWay.size < atOnce && (await take())) {}
        }
      })()
        .catch((error: unknown) =>
          log({ level: 'error', message: 'Deliveries of webhooks could not be read', endpointId, error }),
        )
        .finally(() => {
          filling = null
        })
      return filling
    }

    /** Begins to send what is due. Resolves with whether there was something. */
    async function take(): Promise<boolean> {
      if (!(await isDue(node, endpointId, now()))) return false
      const endpoint = await findEndpoint(node, endpointId)
      if (!endpoint?.is_enabled) return false
      const taken = await unsynced((held) => leaseDue(held, endpointId, now(), now() + leaseMs, atOnce - underWay.size))
      if (taken.length === 0) return false
      const events = await eventsById(
        node,
        taken.map(({ event_id }) => event_id),
      )
      for (const delivery of taken) {
        const sending: Promise<void> = deliver(endpoint, delivery, events.get(delivery.event_id))
          .catch((error: unknown) => log({ level: 'error', message: 'A webhook could not be settled', endpointId, error }))
          .finally(() => {
            underWay.delete(sending)
            void fill()
          })
        underWay.add(sending)
      }
      return true
    }

    return { fill, busy: () => [...underWay, ...(filling ? [filling] : [])], isBusy: () => underWay.size > 0 || filling !== null }
  }

  async function deliver(endpoint: EndpointRow, delivery: DeliveryRow, event: EventRow | undefined): Promise<void> {
    const at = now()
    const began = performance.now()
    const { status, error } = event ? await send(endpoint, event) : { status: null, error: 'The event is not kept any more' }
    if (error !== null && givingUp.signal.aborted) {
      await giveBack(node, delivery, now())
      return
    }
    const attempt = { at, duration_ms: Math.round(performance.now() - began), status, error }
    const outcome = error === null ? ({ status: 'delivered' } as const) : afterFailure(delivery, event)
    const settled = await unsynced((held) => settle(held, delivery, outcome, attempt, now()))
    if (!settled || error === null) return
    const { id: endpointId, url } = endpoint
    const about = { endpointId, url, deliveryId: delivery.id, type: delivery.type, attempts: delivery.attempts, error }
    if (outcome.status === 'failed') log({ level: 'error', message: 'A webhook was given up', ...about })
    else log({ level: 'warn', message: 'A webhook was not accepted, will be tried again', ...about })
    if (event) await noteFailing(endpoint)
  }

  async function send(endpoint: EndpointRow, event: EventRow): Promise<{ status: number | null; error: string | null }> {
    try {
      const body = bodyOf(event, node.keys)
      const secrets = openSecrets(vault, endpoint.id, endpoint.sealed_secrets)
      const response = await outbound.fetch(endpoint.url, {
        method: 'POST',
        headers: headersOf(event, body, secrets, now()),
        body,
        signal: givingUp.signal,
        timeoutMs: longestMs,
        maxBytes: 10_000,
        longer: 'cut',
      })
      return { status: response.status, error: response.ok ? null : refusalOf(response.status) }
    } catch (error) {
      return { status: null, error: (error as Error).message || String(error) }
    }
  }

  function afterFailure({ attempts }: DeliveryRow, event: EventRow | undefined): Outcome {
    const waitSeconds = event && node.settings.webhooks.retrySeconds[attempts - 1]
    return waitSeconds === undefined ? { status: 'failed' } : { status: 'waiting', nextAttemptAt: now() + waitSeconds * 1000 }
  }

  /** After five days without any success the endpoint is disabled. What waits for it goes on once it is enabled again. */
  async function noteFailing({ id }: EndpointRow): Promise<void> {
    const endpoint = await findEndpoint(node, id)
    if (!endpoint?.is_enabled) return
    if (endpoint.failing_since === null) {
      await unsynced((held) => noteFailure(held, endpoint, now()))
      return
    }
    if (now() - endpoint.failing_since < disabledAfterMs) return
    const disabled = await node.db.transaction().execute(async (db) => {
      const tx = { ...node, db }
      const row = await disableFailing(tx, endpoint, now())
      if (row) await tellOperator(node, tx, row, endpoint.failing_since!)
      return row
    })
    if (disabled)
      log({
        level: 'error',
        message: 'An endpoint of webhooks was disabled: nothing has arrived for five days',
        endpointId: id,
        url: endpoint.url,
      })
  }

  return {
    async deliver() {
      await look()
      await untilIdle()
    },
    refresh: look,
    sendSoon() {
      if (!isAnyEnabled || isClosed) return // a new one is seen by the next look
      soon ??= setTimeout(() => {
        soon = null
        void look()
      }, soonMs).unref()
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      if (soon) clearTimeout(soon)
      const patience = setTimeout(() => givingUp.abort(), patienceMs)
      await looking
      await untilIdle()
      clearTimeout(patience)
    },
  }

  async function untilIdle(): Promise<void> {
    const busy = () => [...lanes.values()].flatMap((lane) => lane.busy())
    for (let under = busy(); under.length > 0; under = busy()) await Promise.all(under)
  }
}

interface Lane {
  /** Sends what is due, as much at once as a lane does; what follows it is sent as well. */
  fill(): Promise<void>
  busy(): Promise<void>[]
  isBusy(): boolean
}

const refusalOf = (status: number): string =>
  status >= 300 && status < 400 ? `It answered ${status}, and redirects are not followed` : `It answered ${status}`
