/**
 * For load balancers: whether this node can read and write its database, within some seconds, and knows which settings hold. Those who
 * ask at the same time share one answer, so that nobody makes work with it.
 */
import { prepared } from '../../database/prepared.js'
import type { Instance } from '../../start/instance.js'
import { jsonReply } from '../../wire/message.js'
import { documentRoute } from '../../wire/route.js'

const deadlineMs = 5_000 // sooner than the limits of the database, which are for work that is worth waiting for

export function healthDocument(basePath: string) {
  const looking = new WeakMap<Instance['db'], Promise<boolean>>()

  function isHealthy(instance: Instance): Promise<boolean> {
    let look = looking.get(instance.db)
    if (!look) {
      look = inTime(lookAt(instance)).finally(() => looking.delete(instance.db))
      looking.set(instance.db, look)
    }
    return look
  }

  return documentRoute('GET', `${basePath}/v1/health`, { counts: [] }, async ({ instance }) =>
    (await isHealthy(instance))
      ? jsonReply({ status: 'healthy' })
      : jsonReply({ status: 'unhealthy', message: 'The database does not answer, or takes no writes.' }, {}, 503),
  )
}

/** True when the work is done in time, false when it fails or takes longer. */
function inTime(work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(resolve, deadlineMs, false)
    work.then(
      () => resolve(true),
      () => resolve(false),
    )
    work.finally(() => clearTimeout(deadline)).catch(() => {}) // told above
  })
}

async function lookAt(instance: Instance): Promise<void> {
  await instance.unsynced((held) => mark(held, instance.now()))
  if (!(await instance.liveSettings.isFresh())) throw new Error('The settings can not be read')
}

const mark = prepared((db, now: number) =>
  db
    .insertInto('counters')
    .values({ name: 'health_checked_at', value: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: now })),
)
