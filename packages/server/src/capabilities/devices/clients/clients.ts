/**
 * A client is one browser: it holds the sessions of the people who signed in there. Its secret is in a cookie; only a hash is stored.
 * It is renewed when an attempt begins and whenever its rights grow, so that a cookie planted beforehand opens nothing, and a change
 * is written only while the secret that the request brought is still the client's.
 */
import { errors } from '@frontdesk/contract'
import { digest } from '../../../crypto/digest.js'
import { newSecret as makeSecret, newId } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Device, KnownDevice } from './device.js'
import type { ClientsTable } from './tables.js'

export type ClientRow = ClientsTable

const bySecretDigest = prepared((db, secretDigest: string) =>
  db.selectFrom('clients').selectAll().where('secret_digest', '=', secretDigest),
)

export async function findClientBySecret(instance: Instance, secret: string): Promise<ClientRow | null> {
  const [client] = await bySecretDigest(instance, digest(secret))
  return client ?? null
}

export async function findClient(instance: Instance, id: string): Promise<ClientRow | null> {
  return (await instance.db.selectFrom('clients').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Newest first. */
export async function listClients(
  instance: Instance,
  { limit, offset }: { limit: number; offset: number },
): Promise<ClientRow[]> {
  return instance.db
    .selectFrom('clients')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function countClients(instance: Instance): Promise<number> {
  const { count } = await instance.db
    .selectFrom('clients')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How long a client is kept in which nobody has a session. */
export const idleLifetimeMs = 7 * 24 * 3600_000

type ClientChanges = Partial<Omit<ClientRow, 'id' | 'created_at'>>

/** Makes a client for a device that has none. */
export async function createClient(tx: Transaction, device: Device, changes: ClientChanges = {}): Promise<KnownDevice> {
  const newSecret = makeSecret()
  const client: ClientRow = {
    id: newId('client'),
    secret_digest: digest(newSecret),
    last_active_session_id: null,
    sign_in_id: null,
    sign_up_id: null,
    last_authentication_strategy: null,
    abandon_at: tx.now() + idleLifetimeMs,
    created_at: tx.now(),
    updated_at: tx.now(),
    ...changes,
  }
  await insertRow(tx, 'clients', client)
  return { ...device, client, newSecret }
}

/** The device's client for a new attempt, under a new secret; while nobody signs in there, it lives for another week. Of two attempts that begin at once, the second gets a client of its own. */
export async function clientForAttempt(tx: Transaction, device: Device, attempt: ClientChanges): Promise<KnownDevice> {
  const { client } = device
  const renewed = client && (await writeWithNewSecret(tx, device, client, { ...attempt, ...prolonged(tx, client) }))
  return renewed ?? createClient(tx, device, attempt)
}

const prolonged = (tx: Transaction, { abandon_at }: ClientRow): ClientChanges =>
  abandon_at === null ? {} : { abandon_at: tx.now() + idleLifetimeMs }

/** Writes changes to the device's client. @throws `signed_out` if its secret was replaced meanwhile */
export async function updateClient(tx: Transaction, device: Device, changes: ClientChanges): Promise<KnownDevice> {
  const client = await writeClient(tx, clientOf(device), changes)
  if (!client) throw errors.signedOut()
  return { ...device, client }
}

/**
 * Writes changes and gives the client a new secret; the old one stops working at once. A browser that isn't there keeps its own.
 * @throws `resource_not_found` if the secret was replaced meanwhile: what it could reach is out of reach by now
 */
export async function updateClientAndSecret(tx: Transaction, device: Device, changes: ClientChanges = {}): Promise<KnownDevice> {
  const renewed = await writeWithNewSecret(tx, device, clientOf(device), changes)
  if (!renewed) throw errors.resourceNotFound()
  return renewed
}

/** The device has no client any more, and the client's secret stops working; its sessions stay on record. */
export async function forgetClient(tx: Transaction, device: Device): Promise<Device> {
  await updateClient(tx, device, { secret_digest: digest(makeSecret()) })
  return { ...device, client: null, newSecret: null }
}

async function writeWithNewSecret(
  tx: Transaction,
  device: Device,
  client: ClientRow,
  changes: ClientChanges,
): Promise<KnownDevice | null> {
  if (device.isElsewhere) {
    const kept = await writeClient(tx, client, changes)
    return kept && { ...device, client: kept }
  }
  const newSecret = makeSecret()
  const written = await writeClient(tx, client, { ...changes, secret_digest: digest(newSecret) })
  return written && { ...device, client: written, newSecret }
}

/** Null when the client has another secret by now: a request that began with a planted one must not end after its renewal. */
const writeClient = (tx: Transaction, client: ClientRow, changes: ClientChanges): Promise<ClientRow | null> =>
  updateRow(tx, 'clients', client.id, changes, { secret_digest: client.secret_digest })

function clientOf({ client }: Device): ClientRow {
  if (!client) throw new Error('A device without a client has nothing to update')
  return client
}
