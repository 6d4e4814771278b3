/**
 * An instance is one database with its settings, keys, clock and mail: everything a verb needs, passed explicitly. Inside a
 * transaction verbs receive the transactional instance; using the outer one there would deadlock on SQLite.
 */
import { errors } from '@frontdesk/contract'
import type { Turns } from '../basics/turns.js'
import type { Deliveries } from '../capabilities/ground/deliveries/deliveries.js'
import { startTelling, type Tellers, type Telling } from '../capabilities/ground/events/events.js'
import { runHooks } from '../capabilities/ground/hooks/hooks.js'
import type { LiveSettings } from '../capabilities/ground/settings/live.js'
import type { Settings } from '../capabilities/ground/settings/settings.js'
import type { Webhooks } from '../capabilities/telling/webhooks/sending.js'
import type { Passwords } from '../crypto/passwords.js'
import type { Redacted } from '../crypto/redacted.js'
import type { Vault } from '../crypto/vault.js'
import type { Queryable, Unsynced } from '../database/open.js'
import type { FormerKeys } from '../tokens/former-keys.js'
import type { KeyRing } from '../tokens/key-ring.js'
import type { Cause } from '../wire/cause.js'
import type { Outbound } from '../wire/outbound/outbound.js'
import type { RateLimiter } from '../wire/rate-limit.js'
import type { FormerService } from './former-service.js'
import type { Log } from './frontdesk-options.js'
import type { KeySpelling } from './instance-keys.js'
import type { Options } from './options.js'

export interface Instance extends Queryable {
  /** What this process needs to run; it stays as it is. */
  options: Options
  /** What the instance has decided. A request, like every copy of the instance, sees one version of it to its end. */
  readonly settings: Settings
  readonly settingsVersion: number
  liveSettings: LiveSettings
  unsynced: Unsynced
  /** Milliseconds since 1970. */
  now(): number
  keys: InstanceKeys
  keyRing: KeyRing
  vault: Vault
  passwords: Passwords
  rateLimiter: RateLimiter
  /** Tries at one account, one after the other. */
  turns: Turns
  /** One person's pictures, one after the other: each takes memory. */
  uploads: Turns
  deliveries: Deliveries
  outbound: Outbound
  webhooks: Webhooks
  /** The service that the app moves away from, while it does. */
  former: { service: FormerService; keys: FormerKeys } | null
  log: Log
  /** How events show their resources. */
  tellers: Tellers
  /** Events on which the app's code has hooks that a command lacks: it refuses to cause them. */
  lackedHooks: readonly string[]
  /** Who asked for what is under way; null for what the server does by itself. */
  cause: Cause | null
  /** The languages that the caller reads, as `Accept-Language` has them; empty for what the server does by itself. */
  callerLanguages: string
  /** The origin by which the caller reached this server. It is the caller's claim, and is shown only to them. */
  callerOrigin: string
  /** Where this machine reaches the server, as far as it is known. */
  localOrigin(): string
  /** Whether codes for test addresses are known ones: in development, for callers at this machine. */
  takesTestCodes: boolean
  /** Whether the app's own test suite asks, by a testing token: its calls and its codes are not counted, its guesses are. */
  isTestSuite: boolean
}

/** An instance inside a transaction: what verbs need that are to be committed, or undone, with what else happens there. */
export interface Transaction extends Instance, Telling {}

/** What is known before there is an instance, too. */
export type Configured = Pick<Instance, 'options' | 'settings'>

/** The publishable key that is current is that of the domain, if the instance has one of its own. */
export interface InstanceKeys extends KeySpelling {
  /** All publishable keys of the instance, which clients may hold; the current one first. */
  spellings: KeySpelling[]
  secretKey: Redacted<string>
  /** `ins_…`, as events name the instance. */
  instanceId: string
}

/**
 * Runs `work` in one transaction: all of it, the events that it tells, and what the app's hooks do about them, is committed when this
 * resolves, none of it when it throws.
 * @throws `too_many_requests` when PostgreSQL ended it, since it and another one waited for each other; what `runHooks` throws
 */
export async function transaction<T>(instance: Instance, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    const { result, written, hasTold } = await instance.db.transaction().execute(async (db) => {
      const inside = { ...instance, db, written: new Map<string, object>() }
      const telling = startTelling(inside)
      const result = await work({ ...inside, ...telling })
      const events = await telling.writeEvents()
      await runHooks(inside, events)
      return { result, written: inside.written, hasTold: events.length > 0 }
    })
    if (hasTold) instance.webhooks.sendSoon()
    for (const [key, row] of written) instance.written?.set(key, row)
    return result
  } catch (error) {
    throw isDeadlock(error) ? errors.tooManyRequests(1) : error
  }
}

const isDeadlock = (error: unknown): boolean => (error as { code?: string }).code === '40P01' // PostgreSQL's error class has a code
