/** The rows of deliveries: what is due, what became of it, what was asked for again. Triggers write them, and let the next of a subject go. */
import { errors, type WebhookAttempt } from '@frontdesk/contract'
import type { Selectable } from 'kysely'

import { fromJson, toJson } from '../../../database/columns.js'
import { lockName } from '../../../database/lock-name.js'
import type { Queryable } from '../../../database/open.js'
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { isSealed } from '../../ground/events/sealed.js'
import { eventsSince } from '../../ground/events/stored.js'
import {
  type EndpointRow,
  listEndpoints,
  maxEndpoints,
  removeEndpoint,
  requireEndpoint,
} from '../../ground/webhook-endpoints/endpoints.js'
import type { WebhookDeliveriesTable } from './tables.js'

export type DeliveryRow = Selectable<WebhookDeliveriesTable>
export type Attempt = WebhookAttempt

const loggedAttempts = 20

/** Whether something is due at an endpoint: a cheap question, before any lock is taken. */
const due = prepared((db, endpointId: string, now: number) =>
  db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .where('settled_at', 'is', null)
    .where('status', 'in', ['waiting', 'sending'])
    .where('next_attempt_at', '<=', now)
    .limit(1),
)

export const isDue = async (on: Queryable, endpointId: string, now: number): Promise<boolean> =>
  (await due(on, endpointId, now)).length > 0

/** Takes what is due at an endpoint, for so long. Of two nodes that take the same row, the second finds it taken: the conditions are read again. */
export const leaseDue = prepared((db, endpointId: string, now: number, until: number, limit: number) =>
  db
    .updateTable('webhook_deliveries')
    .set((set) => ({ status: 'sending', attempts: set('attempts', '+', 1), next_attempt_at: until }))
    .where('id', 'in', (from) =>
      from
        .selectFrom('webhook_deliveries')
        .select('id')
        .where('endpoint_id', '=', endpointId)
        .where('settled_at', 'is', null)
        .where('status', 'in', ['waiting', 'sending']) // a lease that ran out makes `sending` due again
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(limit),
    )
    .where('settled_at', 'is', null)
    .where('status', 'in', ['waiting', 'sending'])
    .where('next_attempt_at', '<=', now)
    .returningAll(),
)

/** What becomes of a delivery after an attempt: settled, or due again at a time. */
export type Outcome = { status: 'delivered' | 'failed' } | { status: 'waiting'; nextAttemptAt: number }

/** Notes an attempt and what became of it, unless another node has taken the delivery meanwhile. */
export const settle = (on: Queryable, taken: DeliveryRow, outcome: Outcome, attempt: Attempt, now: number) =>
  updateRow(
    on,
    'webhook_deliveries',
    taken.id,
    {
      status: outcome.status,
      log: toJson([...attemptsOf(taken), attempt].slice(-loggedAttempts)),
      ...(outcome.status === 'waiting' ? { next_attempt_at: outcome.nextAttemptAt } : { settled_at: now }),
    },
    { status: 'sending', attempts: taken.attempts },
  )

/** Gives back what was taken and not sent to its end. */
export const giveBack = (on: Queryable, { id, attempts }: DeliveryRow, now: number) =>
  updateRow(
    on,
    'webhook_deliveries',
    id,
    { status: 'waiting', attempts: attempts - 1, next_attempt_at: now },
    { status: 'sending', attempts },
  )

export const attemptsOf = ({ log }: DeliveryRow): Attempt[] => fromJson(log)

export interface DeliveryPage {
  limit: number
  offset: number
  status?: DeliveryRow['status'] | undefined
}

/** Newest first, with the number of all. @throws `resource_not_found` */
export async function listDeliveries(on: Queryable, endpointId: string, { limit, offset, status }: DeliveryPage) {
  await requireEndpoint(on, endpointId)
  let matching = on.db.selectFrom('webhook_deliveries').where('endpoint_id', '=', endpointId)
  if (status) matching = matching.where('status', '=', status)
  const rows = await matching.selectAll().orderBy('event_position', 'desc').limit(limit).offset(offset).execute()
  const { count } = await matching.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { rows, count: Number(count) }
}

/**
 * Tries a delivery again: at once, or behind an earlier event of its subject that is still to arrive. One that is being sent stays so.
 * @throws `resource_not_found`
 */
export async function retryDelivery(instance: Instance, id: string): Promise<DeliveryRow> {
  const found = await findDelivery(instance, id)
  if (!found) throw errors.resourceNotFound()
  const now = instance.now()
  // Outside of the transaction below: who settles a delivery holds its row first, and its subject after that.
  if (found.settled_at === null)
    return (
      (await updateRow(instance, 'webhook_deliveries', id, { next_attempt_at: now }, { status: 'waiting' })) ??
      (await findDelivery(instance, id)) ??
      found
    )
  return transaction(instance, async (tx) => {
    await lockName(tx, `events of ${found.subject}`)
    await reopen(tx, found.endpoint_id, [{ id, subject: found.subject }], now)
    return (await findDelivery(tx, id)) ?? found
  })
}

const findDelivery = async ({ db }: Queryable, id: string): Promise<DeliveryRow | null> =>
  (await db.selectFrom('webhook_deliveries').selectAll().where('id', '=', id).executeTakeFirst()) ?? null

const replayedAtOnce = 100 // each holds the name of its subject

/**
 * Sends all events since a time again that the endpoint takes, in order; what is still to arrive goes at once. Mail with codes is not
 * repeated. Resolves with how many. @throws `resource_not_found`
 */
export async function replayDeliveries(instance: Instance, endpointId: string, since: number): Promise<number> {
  const endpoint = await requireEndpoint(instance, endpointId)
  const now = instance.now()
  await instance.db
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: now })
    .where('endpoint_id', '=', endpointId)
    .where('settled_at', 'is', null)
    .where('status', '=', 'waiting')
    .execute()

  let count = 0
  for (let after = 0; ; ) {
    const events = await eventsSince(instance, since, after, replayedAtOnce)
    if (events.length === 0) return count
    after = events.at(-1)!.position
    const wanted = events.filter(({ type }) => takes(endpoint, type))
    count += wanted.length
    await transaction(instance, async (tx) => {
      const deliveries = wanted.map((event) => ({
        ...event,
        id: deliveryId(endpoint, event.id),
        subject: event.subject ?? event.id,
      }))
      for (const subject of [...new Set(deliveries.map(({ subject }) => subject))].sort())
        await lockName(tx, `events of ${subject}`)
      const missing = wanted.map((event, at) => rowOf(endpoint, event, deliveries[at]!, now))
      if (missing.length > 0)
        await tx.db
          .insertInto('webhook_deliveries')
          .values(missing)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute()
      await reopen(tx, endpointId, deliveries, now)
    })
  }
}

const takes = ({ events }: EndpointRow, type: string): boolean =>
  !isSealed(type) && (events === null || fromJson<string[]>(events).includes(type))

/** As the triggers name it. */
const deliveryId = ({ id }: EndpointRow, eventId: string) => `whd_${eventId.slice('evt_'.length)}_${id.slice('ep_'.length)}`

/** Settled until `reopen` opens it. */
const rowOf = (
  endpoint: EndpointRow,
  event: { id: string; position: number; type: string },
  { id, subject }: { id: string; subject: string },
  now: number,
): DeliveryRow => ({
  id,
  endpoint_id: endpoint.id,
  event_id: event.id,
  event_position: event.position,
  type: event.type,
  subject,
  status: 'failed',
  attempts: 0,
  next_attempt_at: now,
  log: '[]',
  settled_at: now,
  created_at: now,
})

/** Queues what was settled, and lets the first of each subject go unless one is under way. The subjects' names are held. */
async function reopen(
  { db }: Queryable,
  endpointId: string,
  deliveries: Array<{ id: string; subject: string }>,
  now: number,
): Promise<void> {
  if (deliveries.length === 0) return
  const ids = deliveries.map(({ id }) => id)
  await db
    .updateTable('webhook_deliveries')
    .set({ status: 'queued', attempts: 0, settled_at: null, next_attempt_at: now })
    .where('id', 'in', ids)
    .where('settled_at', 'is not', null)
    .execute()
  for (const subject of new Set(deliveries.map(({ subject }) => subject))) {
    const [first, ...rest] = await db
      .selectFrom('webhook_deliveries')
      .select(['id', 'status'])
      .where('endpoint_id', '=', endpointId)
      .where('subject', '=', subject)
      .where('settled_at', 'is', null)
      .orderBy('event_position')
      .execute()
    if (!first || [first, ...rest].some(({ status }) => status !== 'queued')) continue
    await db
      .updateTable('webhook_deliveries')
      .set({ status: 'waiting', next_attempt_at: now })
      .where('id', '=', first.id)
      .execute()
  }
}

/** Deletes an endpoint with all that was to be sent there. @throws `resource_not_found` */
export const deleteEndpoint = (instance: Instance, id: string): Promise<void> =>
  transaction(instance, async (tx) => {
    if (!(await removeEndpoint(tx, id))) throw errors.resourceNotFound()
    await dropDeliveriesTo(tx, id)
  })

/** The same with all endpoints, as deleting Clerk's Svix app does. */
export async function deleteAllEndpoints(instance: Instance): Promise<void> {
  for (const { id } of await listEndpoints(instance, maxEndpoints))
    await transaction(instance, async (tx) => {
      await removeEndpoint(tx, id)
      await dropDeliveriesTo(tx, id)
    })
}

const dropDeliveriesTo = ({ db }: Queryable, endpointId: string) =>
  db.deleteFrom('webhook_deliveries').where('endpoint_id', '=', endpointId).execute()
