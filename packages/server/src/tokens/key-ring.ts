/**
 * The RSA keys that sign tokens. A new key is published ten minutes before it signs, twice as long as clients cache the key set, and
 * an old one stays published until the last token it signed has expired: no verifier ever meets a token whose key it can't find.
 */
import { createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
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
  /** The key that signs now. */
  signingKey(): Promise<SigningKey>
  /** Every published key, as the JWKS document wants them. */
  publicKeys(): Promise<PublicKey[]>
  /** Publishes a new key, which takes over in ten minutes; answers its id. */
  rotate(): Promise<string>
}

export type PublicKey = JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' }

const publishedAheadMs = 10 * 60_000
const publishedAfterMs = 10 * 60_000
const reloadAfterMs = 60_000

export function createKeyRing(db: Kysely<Tables>, vault: Vault, now: () => number): KeyRing {
  const opened = new Map<string, SigningKey>()
  let rows: SigningKeysTable[] = []
  let loadedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    const readAt = now()
    rows = await db.selectFrom('signing_keys').selectAll().orderBy('signs_from').orderBy('kid').execute()
    if (rows.length === 0) {
      await insertFirstKey(db, vault, readAt)
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
    return rows.filter((row) => row.retires_at === null || row.retires_at > now())
  }

  return {
    async signingKey() {
      const key = (await current()).filter((row) => row.signs_from <= now()).at(-1)
      if (!key) throw new Error('No signing key is active: is the clock of this machine set back?')
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

/** Two nodes may make the first key at once; both are then published, and the one that sorts last signs on either node. */
async function insertFirstKey(db: Kysely<Tables>, vault: Vault, at: number): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values(await newKey(vault, at, at))
    .execute()
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
    created_at: createdAt,
  }
}
