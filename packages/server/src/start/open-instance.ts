/** Opens everything an instance needs, in order: database, encryption key, migrations, keys. */

import { createElapsed } from '../basics/elapsed.js'
import { printLine } from '../basics/log.js'
import { createTurns } from '../basics/turns.js'
import type { Channel } from '../capabilities/ground/deliveries/channel.js'
import { openDeliveries } from '../capabilities/ground/deliveries/deliveries.js'
import { runBeforeStart } from '../capabilities/ground/hooks/hooks.js'
import { holdSettings } from '../capabilities/ground/settings/live.js'
import { seedSettings } from '../capabilities/ground/settings/seed.js'
import type { Settings } from '../capabilities/ground/settings/settings.js'
import { readSnapshot } from '../capabilities/ground/settings/stored.js'
import type { Webhooks, Node as WebhooksNode } from '../capabilities/telling/webhooks/sending.js'
import { askingElsewhere } from '../crypto/asked-elsewhere.js'
import { createPasswords } from '../crypto/passwords.js'
import { createVault } from '../crypto/vault.js'
import { appliedMigrations, migrate, missingFrom } from '../database/migrate.js'
import { openDatabase } from '../database/open.js'
import { createFormerKeys } from '../tokens/former-keys.js'
import { createKeyRing } from '../tokens/key-ring.js'
import { askCognito } from '../wire/outbound/cognito.js'
import { createOutbound } from '../wire/outbound/outbound.js'
import { type Counted, createRateLimiter } from '../wire/rate-limit.js'
import { compareWithLastStart, rememberStart } from './differing-nodes.js'
import { readEncryptionKey } from './encryption-key.js'
import { formerServiceOf } from './former-service.js'
import { hooksOfApp, rememberHooks } from './hooks-of-app.js'
import { type Purge, startHousekeeping } from './housekeeping.js'
import type { Instance } from './instance.js'
import { hasInstanceKeys, openInstanceKeys } from './instance-keys.js'
import type { Options } from './options.js'
import { requireOwnSites } from './own-domain.js'

/** What the rings above hand down, and where this machine reaches the server. */
interface Surroundings extends Pick<Instance, 'tellers' | 'localOrigin'> {
  purges: readonly Purge[]
  channels: readonly Channel[]
  openWebhooks(node: WebhooksNode): Webhooks
  /** What is done before the first request. */
  begin(instance: Instance): Promise<void>
  /** False for a command that only looks something up, or changes it. */
  isServing: boolean
}

export interface OpenInstance {
  instance: Instance
  close(): Promise<void>
}

export async function openInstance(
  options: Options,
  { tellers, purges, channels, openWebhooks, begin, localOrigin, isServing }: Surroundings,
): Promise<OpenInstance> {
  await requireOwnSites(options)
  const now = options.now ?? Date.now
  const log = options.log ?? printLine
  const service = formerServiceOf(options)
  const database = await openDatabase(options.databaseUrl.reveal())

  try {
    const applied = await appliedMigrations(database.db)
    missingFrom(applied) // a newer version's database is refused before anything is made beside it
    const hasKeys = applied.length > 0 && (await hasInstanceKeys(database.db))
    const vault = createVault(readEncryptionKey(options, { hasKeys }))
    await migrate(database, undefined, log)
    const { db, unsynced } = database
    const keys = await openInstanceKeys(db, vault, {
      keyType: options.keyType,
      domain: options.domain,
      async begin(tx) {
        if (options.seed !== undefined) await seedSettings({ db: tx, now }, options.seed)
        if (isServing) await rememberStart(tx, options)
      },
    })
    if (isServing) {
      await compareWithLastStart(db, options, log)
      await rememberHooks(db, options, log)
      await runBeforeStart(database, { options, log })
    }
    const liveSettings = holdSettings({
      first: (await readSnapshot(database, options))!, // there is a version, and none is known
      read: (known) => readSnapshot(database, options, known),
      elapsed: createElapsed(now),
      log,
    })
    const outbound = createOutbound(() => liveSettings.current().settings.outbound.privateHosts)
    const deliveries = openDeliveries(channels, { options, unsynced, vault, now, log, outbound })
    const former = service && { service, keys: createFormerKeys(service.jwksUrl, { outbound, elapsed: createElapsed(now), log }) }
    const base: Omit<Instance, 'webhooks'> = {
      options,
      get settings() {
        return liveSettings.current().settings
      },
      get settingsVersion() {
        return liveSettings.current().version
      },
      liveSettings,
      engine: database.engine,
      dialect: database.dialect,
      db,
      unsynced,
      now,
      log,
      tellers,
      lackedHooks: isServing ? [] : await hooksOfApp(db),
      cause: null,
      callerLanguages: '',
      callerOrigin: localOrigin(),
      localOrigin,
      takesTestCodes: options.environment === 'development',
      isTestSuite: false,
      vault,
      deliveries,
      outbound,
      former,
      keys,
      keyRing: createKeyRing(db, vault, now),
      passwords: askingElsewhere(createPasswords(), options.verifyImportedPassword ?? askCognito(outbound), (error) =>
        log({ level: 'warn', message: 'Whether an imported password is right could not be asked.', error }),
      ),
      turns: createTurns(),
      uploads: createTurns(3),
      rateLimiter: createRateLimiter(() => limitsOf(liveSettings.current().settings), createElapsed(now)),
    }
    const instance: Instance = Object.assign(base, { webhooks: openWebhooks(base) }) // which keeps the settings live
    if (isServing) await begin(instance)
    const housekeeping = startHousekeeping(instance, purges)
    return {
      instance,
      async close() {
        await liveSettings.close()
        await housekeeping.close()
        await instance.webhooks.close()
        await deliveries.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What is no setting of its own follows from the tries that are allowed. */
export function limitsOf({ rateLimits }: Settings): Record<Counted, number> {
  const { attemptsPerMinute, messagesPerMinute } = rateLimits
  return {
    call: attemptsPerMinute * 50, // each open page makes one a minute, and an office may have one address
    newcomer: attemptsPerMinute * 5,
    handshake: attemptsPerMinute * 10, // the first page that each new browser of an office opens
    attempt: attemptsPerMinute,
    message: messagesPerMinute,
    change: attemptsPerMinute,
  }
}
