/**
 * A client is one browser: it holds the sessions of the people who signed in there. Its secret is the `__client` cookie; only a hash
 * is stored, and it is renewed at every sign-in, so that a cookie planted beforehand opens nothing.
 */
import { digest } from '../../crypto/digest.js'
import { newId, newSecret } from '../../crypto/random.js'
import { prepared } from '../../database/prepared.js'
import { insertRow, updateRow } from '../../database/rows.js'
import type { Browser } from '../../http/browser.js'
import type { Instance } from '../../instance.js'
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

type ClientChanges = Partial<Omit<ClientRow, 'id' | 'created_at'>>

/** The browser's client with these changes, made now if it has none yet. */
export async function ensureClient(tx: Instance, browser: Browser, changes: ClientChanges = {}): Promise<ClientRow> {
  if (browser.client) return Object.keys(changes).length === 0 ? browser.client : updateClient(tx, browser, changes)

  const secret = newSecret()
  const client: ClientRow = {
    id: newId('client'),
    secret_digest: digest(secret),
    last_active_session_id: null,
    sign_in_id: null,
    sign_up_id: null,
    last_authentication_strategy: null,
    created_at: tx.now(),
    updated_at: tx.now(),
    ...changes,
  }
  await insertRow(tx, 'clients', client)
  browser.client = client
  browser.newSecret = secret
  return client
}

/** Writes changes to the browser's client, and shows them to the rest of the request. */
export async function updateClient(tx: Instance, browser: Browser, changes: ClientChanges): Promise<ClientRow> {
  if (!browser.client) throw new Error('A browser without a client has nothing to update')
  await updateRow(tx, 'clients', browser.client.id, changes)
  browser.client = { ...browser.client, ...changes }
  return browser.client
}

/** Writes changes and gives the browser a new secret; the old one stops working at once. */
export async function updateClientAndSecret(tx: Instance, browser: Browser, changes: ClientChanges): Promise<void> {
  const secret = newSecret()
  await updateClient(tx, browser, { ...changes, secret_digest: digest(secret) })
  browser.newSecret = secret
}

/** The browser forgets its client, and the client's secret stops working; its sessions stay on record. */
export async function forgetClient(tx: Instance, browser: Browser): Promise<void> {
  await updateClient(tx, browser, { secret_digest: digest(newSecret()) })
  browser.client = null
  browser.newSecret = null
  browser.sessionsChanged = true
}
