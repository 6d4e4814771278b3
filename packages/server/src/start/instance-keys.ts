import { createHash, randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import { newSecret } from '../crypto/random.js'
import { Redacted } from '../crypto/redacted.js'
import type { Vault } from '../crypto/vault.js'
import type { Tables } from '../database/tables.js'
import type { InstanceKeys } from './instance.js'

/** A publishable key, with what clients read from it. */
export interface KeySpelling {
  publishableKey: string
  /** `https://<host inside the publishable key>`: the issuer of tokens. */
  issuer: string
  /** The first characters of the publishable key's hash, which clients append to cookie names. */
  cookieSuffix: string
}

interface NewInstance {
  keyType: 'live' | 'test'
  /** What else begins with the instance, in the transaction that makes its keys. */
  begin(tx: Kysely<Tables>): Promise<void>
}

/** The instance's keys, made at the first start; with a domain of its own, a second publishable key is for that. Of nodes that start together the first makes them, and the instance with them. */
export async function openInstanceKeys(
  db: Kysely<Tables>,
  vault: Vault,
  { domain, ...made }: NewInstance & { domain: string | undefined },
): Promise<InstanceKeys> {
  const stored = (await readKeys(db)) ?? (await createKeys(db, vault, made))
  const first = spellingOf(stored.publishable_key)
  const keyType = stored.publishable_key.split('_')[1] as 'live' | 'test' // as it was made
  const latest = domain === undefined ? first : spellingOf(publishableKeyFor(keyType, domain))

  return {
    ...latest,
    spellings: latest === first ? [first] : [latest, first],
    secretKey: new Redacted(openSecretKey(vault, stored.sealed_secret_key)),
    instanceId: instanceIdOf(first.publishableKey),
  }
}

/** @throws when the vault has another encryption key than the database was created with */
export function openSecretKey(vault: Vault, sealed: string): string {
  try {
    return vault.open(sealed, 'secret_key')
  } catch {
    throw new Error(
      'The encryption key is not the one this database was created with: set FRONTDESK_ENCRYPTION_KEY to that one, or put its key file back.',
    )
  }
}

/** Whether a database that has tables also has keys, which only its encryption key opens. */
export async function hasInstanceKeys(db: Kysely<Tables>): Promise<boolean> {
  return (await readKeys(db)) !== null
}

type StoredKeys = Record<'publishable_key' | 'sealed_secret_key', string>

async function readKeys(db: Kysely<Tables>): Promise<StoredKeys | null> {
  const rows = await db.selectFrom('instance_settings').selectAll().execute()
  const stored: Partial<StoredKeys> = Object.fromEntries(rows.map((row) => [row.name, row.value]))
  return stored.publishable_key === undefined ? null : (stored as StoredKeys) // both are written at once
}

async function createKeys(db: Kysely<Tables>, vault: Vault, { keyType, begin }: NewInstance): Promise<StoredKeys> {
  // `.localhost` names never leave the machine: a client that was not told the proxy URL fails there instead of calling a stranger.
  // Older SDKs of Clerk's take only issuers that begin with `https://clerk.`.
  const host = `clerk.desk-${randomInt(36 ** 5).toString(36)}.frontdesk.localhost`
  await db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('instance_settings')
      .values([
        { name: 'publishable_key', value: publishableKeyFor(keyType, host) },
        { name: 'sealed_secret_key', value: vault.seal(`sk_${keyType}_${newSecret()}`, 'secret_key') },
      ])
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows) await begin(tx)
  })
  return (await readKeys(db))!
}

const publishableKeyFor = (keyType: 'live' | 'test', host: string): string =>
  `pk_${keyType}_${Buffer.from(`${host}$`).toString('base64').replace(/=+$/, '')}`

const spellingOf = (publishableKey: string): KeySpelling => ({
  publishableKey,
  issuer: `https://${hostOf(publishableKey)}`,
  cookieSuffix: cookieSuffix(publishableKey),
})

const hostOf = (publishableKey: string) => Buffer.from(publishableKey.split('_')[2]!, 'base64').toString().replace(/\$$/, '')

const cookieSuffix = (publishableKey: string) => createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8)

/** Made of the key that the instance was made with, as it has no other name. */
const instanceIdOf = (publishableKey: string) => `ins_${createHash('sha256').update(publishableKey).digest('hex').slice(0, 27)}`
