/**
 * The RSA keys that sign tokens. A new key is published ten minutes before it signs, twice as long as clients cache the key set, and
 * an old one stays published until the last token it signed has expired: no verifier ever meets a token whose key it can't find.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Kysely } from 'kysely'
import { newId } from '../crypto/random.js'
import type { Vault } from '../crypto/vault.js'
import { fromJson, toJson } from '../database/columns.js'
import type { Tables } from '../database/tables.js'
import type { SigningKeysTable } from './tables.js'

export interface SigningKey {
  kid: string
  privateKey: KeyObject
}

export interface KeyRing {
  /** The key that signs now. It stays published until a token that expires at `expiresAt` (milliseconds) is gone. */
  signingKey(expiresAt?: number): Promise<SigningKey>
  /** Every published key, as the JWKS document wants them. */
  publicKeys(): Promise<PublicKey[]>
  /** The published key of that id, to verify with; null for any other id. */
  verificationKey(kid: unknown): Promise<KeyObject | null>
  /** Publishes a new key, which takes over in ten minutes; answers its id. */
  rotate(): Promise<string>
}

export type PublicKey = JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' }

const publishedAheadMs = 10 * 60_000
const publishedAfterMs = 10 * 60_000
const reloadAfterMs = 60_000
const ordinaryLifetimeMs = publishedAfterMs - reloadAfterMs // a node may go on signing that long after another one rotated

export function createKeyRing(db: Kysely<Tables>, vault: Vault, now: () => number): KeyRing {
  const opened = new Map<string, SigningKey>()
  const verifying = new Map<string, KeyObject>()
  let rows: SigningKeysTable[] = []
  let loadedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    const readAt = now()
    rows = await db.selectFrom('signing_keys').selectAll().orderBy('signs_from').orderBy('kid').execute()
    if (rows.length === 0) {
      await insertFirstKey(db, await newKey(vault, readAt, 0)) // signs at once, on nodes whose clock is behind too
      rows = await db.selectFrom('signing_keys').selectAll().orderBy('signs_from').orderBy('kid').execute()
    }
    loadedAt = readAt
  }

  /** Other nodes rotate too: what is known here is at most a minute old. */
  async function current(): Promise<SigningKeysTable[]> {
    if (Math.abs(now() - loadedAt) > reloadAfterMs) {
      loading ??= load().finally(() => {
        loading = null
      })
      await loading
    }
    return rows.filter((row) => row.retires_at === null || Math.max(row.retires_at, row.tokens_until) > now())
  }

  async function keepPublished(key: SigningKeysTable, expiresAt: number): Promise<void> {
    await db
      .updateTable('signing_keys')
      .set({ tokens_until: expiresAt })
      .where('kid', '=', key.kid)
      .where('tokens_until', '<', expiresAt)
      .execute()
    key.tokens_until = expiresAt
  }

  return {
    async signingKey(expiresAt = 0) {
      const key = (await current()).findLast((row) => row.signs_from <= now())
      if (!key) throw new Error('No signing key is active')
      if (expiresAt > now() + ordinaryLifetimeMs && expiresAt > key.tokens_until) await keepPublished(key, expiresAt)
      let signing = opened.get(key.kid)
      if (!signing) {
        signing = { kid: key.kid, privateKey: createPrivateKey(vault.open(key.sealed_private_key, 'signing_key')) }
        opened.set(key.kid, signing)
      }
      return signing
    },

    async publicKeys() {
      return (await current()).map((row) => ({ ...fromJson<JsonWebKey>(row.public_jwk), kid: row.kid, use: 'sig', alg: 'RS256' }))
    },

    async verificationKey(kid) {
      const row = (await current()).find((candidate) => candidate.kid === kid)
      if (!row) return null
      let key = verifying.get(row.kid)
      if (!key) {
        key = createPublicKey({ key: fromJson<JsonWebKey>(row.public_jwk), format: 'jwk' })
        verifying.set(row.kid, key)
      }
      return key
    },

    async rotate() {
      const signsFrom = now() + publishedAheadMs
      const fresh = await newKey(vault, now(), signsFrom)
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('signing_keys')
          .set({ retires_at: signsFrom + publishedAfterMs })
          .where('retires_at', 'is', null)
          .execute()
        await tx.insertInto('signing_keys').values(fresh).execute()
      })
      loadedAt = Number.NEGATIVE_INFINITY
      return fresh.kid
    },
  }
}

/** Two nodes may start together: the one whose name is written first makes the key, the other one finds it. */
async function insertFirstKey(db: Kysely<Tables>, key: SigningKeysTable): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('instance_settings')
      .values({ name: 'first_signing_key', value: key.kid })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n) await tx.insertInto('signing_keys').values(key).execute()
  })
}

async function newKey(vault: Vault, createdAt: number, signsFrom: number): Promise<SigningKeysTable> {
  // 2048 bits and e = 65537: Clerk's SDKs accept nothing else as CLERK_JWT_KEY.
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicExponent: 65_537 })
  return {
    kid: newId('ins'),
    public_jwk: toJson(publicKey.export({ format: 'jwk' })),
    sealed_private_key: vault.seal(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'signing_key'),
    signs_from: signsFrom,
    retires_at: null,
    tokens_until: 0,
    created_at: createdAt,
  }
}
