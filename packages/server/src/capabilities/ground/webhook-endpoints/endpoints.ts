/**
 * Endpoints of webhooks: where events are sent to. They are read where they are needed and nowhere kept, so that a change holds for all
 * nodes at once: an event takes its endpoints from the database that it is written to.
 */
import { errors, type SealedEventType } from '@frontdesk/contract'
import type { Selectable } from 'kysely'
import { newId } from '../../../crypto/random.js'
import { flag, toJson } from '../../../database/columns.js'
import type { Queryable } from '../../../database/open.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance } from '../../../start/instance.js'
import { OutboundRefused, requireOutboundUrl } from '../../../wire/outbound/outbound.js'
import { newWebhookSecret, openSecrets, rotated, sealSecrets } from './secrets.js'
import type { WebhookEndpointsTable } from './tables.js'

export type EndpointRow = Selectable<WebhookEndpointsTable>

export interface EndpointFields {
  url?: string | undefined
  events?: string[] | null | undefined
  description?: string | undefined
  enabled?: boolean | undefined
}

/** With its secret, which is shown this once. */
export interface SecretEndpoint {
  endpoint: EndpointRow
  secret: string
}

export const maxEndpoints = 50

/** @throws `form_param_value_invalid` for a URL that we don't ask, `webhook_endpoint_quota_exceeded` */
export async function createEndpoint(instance: Instance, fields: EndpointFields & { url: string }): Promise<SecretEndpoint> {
  requireUrl(instance, fields.url)
  if ((await countEndpoints(instance)) >= maxEndpoints) throw errors.webhookEndpointQuotaExceeded(maxEndpoints)
  const id = newId('ep')
  const secret = newWebhookSecret()
  const now = instance.now()
  const endpoint: EndpointRow = {
    id,
    url: fields.url,
    description: fields.description ?? '',
    events: eventsColumn(fields.events ?? null),
    is_enabled: flag(fields.enabled ?? true),
    disabled_reason: null,
    failing_since: null,
    sealed_secrets: sealSecrets(instance.vault, id, { current: secret, previous: [] }),
    created_at: now,
    updated_at: now,
  }
  await insertRow(instance, 'webhook_endpoints', endpoint)
  return { endpoint, secret }
}

/** @throws `resource_not_found`, `form_param_value_invalid` for a URL that we don't ask */
export async function changeEndpoint(instance: Instance, id: string, fields: EndpointFields): Promise<EndpointRow> {
  if (fields.url !== undefined) requireUrl(instance, fields.url)
  const isFresh = fields.url !== undefined || fields.enabled === true // what failed before says nothing of it
  const changed = await updateRow(instance, 'webhook_endpoints', id, {
    ...(fields.url !== undefined && { url: fields.url }),
    ...(fields.description !== undefined && { description: fields.description }),
    ...(fields.events !== undefined && { events: eventsColumn(fields.events) }),
    ...(fields.enabled !== undefined && { is_enabled: flag(fields.enabled), disabled_reason: null }),
    ...(isFresh && { failing_since: null }),
    updated_at: instance.now(),
  })
  if (!changed) throw errors.resourceNotFound()
  return changed
}

/** A new secret; the one before signs as well for so many seconds. @throws `resource_not_found` */
export async function rotateSecret(instance: Instance, id: string, previousTtlSeconds: number): Promise<SecretEndpoint> {
  const { sealed_secrets } = await requireEndpoint(instance, id)
  const now = instance.now()
  const secrets = rotated(openSecrets(instance.vault, id, sealed_secrets), now, previousTtlSeconds)
  const changes = { sealed_secrets: sealSecrets(instance.vault, id, secrets), updated_at: now }
  const endpoint = await updateRow(instance, 'webhook_endpoints', id, changes, { sealed_secrets })
  if (!endpoint) throw errors.tooManyRequests(1) // two rotate at once: the first one's secret was shown
  return { endpoint, secret: secrets.current }
}

/** @throws `resource_not_found` */
export async function requireEndpoint(on: Queryable, id: string): Promise<EndpointRow> {
  const endpoint = await findEndpoint(on, id)
  if (!endpoint) throw errors.resourceNotFound()
  return endpoint
}

const byId = prepared((db, id: string) => db.selectFrom('webhook_endpoints').selectAll().where('id', '=', id))

export const findEndpoint = async (on: Queryable, id: string): Promise<EndpointRow | null> => (await byId(on, id))[0] ?? null

/** Newest first. */
export const listEndpoints = ({ db }: Queryable, limit: number, offset = 0): Promise<EndpointRow[]> =>
  db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()

const enabled = prepared((db) => db.selectFrom('webhook_endpoints').select('id').where('is_enabled', '=', 1))

export const enabledEndpointIds = async (on: Queryable): Promise<string[]> => (await enabled(on)).map(({ id }) => id)

const asking = prepared((db, name: string) =>
  db.selectFrom('webhook_endpoints').select('id').where('is_enabled', '=', 1).where('events', 'like', name).limit(1),
)

/** Whether an endpoint asks by name for an event that has a code in it. */
export const asksFor = async (on: Queryable, type: SealedEventType): Promise<boolean> =>
  (await asking(on, `%"${type}"%`)).length > 0

export async function countEndpoints({ db }: Queryable): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_endpoints')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Resolves with whether there was one. */
export async function removeEndpoint({ db }: Queryable, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('webhook_endpoints').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

/** From now on an endpoint counts as failing, unless it does already. What is delivered to it ends that. */
export const noteFailure = (on: Queryable, { id }: EndpointRow, now: number) =>
  updateRow(on, 'webhook_endpoints', id, { failing_since: now }, { failing_since: null })

/** Disables an endpoint that has failed since then. Of several that find so, the first one gets the row, the others null. */
export const disableFailing = (on: Queryable, { id, failing_since }: EndpointRow, now: number): Promise<EndpointRow | null> =>
  updateRow(
    on,
    'webhook_endpoints',
    id,
    { is_enabled: 0, disabled_reason: 'failing', updated_at: now },
    { is_enabled: 1, failing_since },
  )

function requireUrl({ settings }: Instance, url: string): void {
  try {
    requireOutboundUrl(url, settings.outbound.privateHosts)
  } catch (error) {
    if (error instanceof OutboundRefused) throw errors.formParamValueInvalid('url', `can't be asked: ${error.message}`)
    throw error
  }
}

const eventsColumn = (events: string[] | null) => events && toJson([...new Set(events)])
