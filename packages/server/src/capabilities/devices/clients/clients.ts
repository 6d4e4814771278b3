/**
 * A client is one browser: it holds the sessions of the people who signed in there. Its secret is in a cookie; only a hash is stored.
 * It is renewed when an attempt begins and whenever its rights grow, so that a cookie planted beforehand opens nothing, and a change
 * is written only while the secret that the request brought is still the client's.
 */
import { errors } from '@frontdesk/contract'
import { digest } from '../../../crypto/digest.js'
import { newId, newSecret } from '../../../crypto/random.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Browser } from './browser.js'
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

/** The browser's client, made now, with these columns, if it has none yet. */
export const ensureClient = async (tx: Transaction, browser: Browser, columns: ClientChanges = {}): Promise<ClientRow> =>
  browser.client ?? makeClient(tx, browser, columns)

/** The browser's client for a new attempt, under a new secret; while nobody signs in there, it lives for another week. Of two attempts that begin at once, the second gets a client of its own. */
export const clientForAttempt = async (tx: Transaction, browser: Browser, attempt: ClientChanges): Promise<ClientRow> =>
  (browser.client && (await writeWithNewSecret(tx, browser, browser.client, { ...attempt, ...prolonged(tx, browser.client) }))) ??
  makeClient(tx, browser, attempt)

const prolonged = (tx: Transaction, { abandon_at }: ClientRow): ClientChanges =>
  abandon_at === null ? {} : { abandon_at: tx.now() + idleLifetimeMs }

/** Writes changes to the browser's client, and shows them to the rest of the request. @throws `signed_out` if its secret was replaced meanwhile */
export async function updateClient(tx: Transaction, browser: Browser, changes: ClientChanges): Promise<ClientRow> {
  const written = await writeClient(tx, browser, clientOf(browser), changes)
  if (!written) throw errors.signedOut()
  return written
}

/**
 * Writes changes and gives the browser a new secret; the old one stops working at once.
 * @throws `resource_not_found` if the secret was replaced meanwhile: what it could reach is out of reach by now
 */
export async function updateClientAndSecret(tx: Transaction, browser: Browser, changes: ClientChanges = {}): Promise<void> {
  if (!(await writeWithNewSecret(tx, browser, clientOf(browser), changes))) throw errors.resourceNotFound()
}

/** The browser forgets its client, and the client's secret stops working; its sessions stay on record. */
export async function forgetClient(tx: Transaction, browser: Browser): Promise<void> {
  await updateClient(tx, browser, { secret_digest: digest(newSecret()) })
  browser.client = null
  browser.newSecret = null
  browser.sessionsChanged = true
}

async function makeClient(tx: Transaction, browser: Browser, changes: ClientChanges = {}): Promise<ClientRow> {
  const secret = newSecret()
  const client: ClientRow = {
    id: newId('client'),
    secret_digest: digest(secret),
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
  browser.client = client
  browser.isNew = true
  browser.newSecret = secret
  return client
}

async function writeWithNewSecret(
  tx: Transaction,
  browser: Browser,
  client: ClientRow,
  changes: ClientChanges,
): Promise<ClientRow | null> {
  const secret = newSecret()
  const written = await writeClient(tx, browser, client, { ...changes, secret_digest: digest(secret) })
  if (written) browser.newSecret = secret
  return written
}

/** Null when the client has another secret by now: a request that began with a planted one must not end after its renewal. */
async function writeClient(
  tx: Transaction,
  browser: Browser,
  client: ClientRow,
  changes: ClientChanges,
): Promise<ClientRow | null> {
  const written = await updateRow(tx, 'clients', client.id, changes, { secret_digest: client.secret_digest })
  if (written) browser.client = written
  return written
}

export function clientOf({ client }: Browser): ClientRow {
  if (!client) throw new Error('A browser without a client has nothing to update')
  return client
}
