/**
 * For load balancers: whether this node can read and write its database, within some seconds. Those who ask at the same time share one
 * answer, so that nobody makes work with it.
 */
import { prepared } from '../../database/prepared.js'
import { jsonReply } from '../../http/message.js'
import { documentRoute } from '../../http/route.js'
import type { Instance } from '../../instance.js'

const deadlineMs = 5_000 // sooner than the limits of the database, which are for work that is worth waiting for

export function healthDocument(basePath: string) {
  const looking = new WeakMap<Instance, Promise<boolean>>()

  function isHealthy(instance: Instance): Promise<boolean> {
    let look = looking.get(instance)
    if (!look) {
      look = inTime(writeMark(instance)).finally(() => looking.delete(instance))
      looking.set(instance, look)
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

const writeMark = (instance: Instance) => instance.unsynced((held) => mark(held, instance.now()))

const mark = prepared((db, now: number) =>
  db
    .insertInto('counters')
    .values({ name: 'health_checked_at', value: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: now })),
)
