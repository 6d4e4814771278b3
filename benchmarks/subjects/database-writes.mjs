/** Single-row updates through the server's own database layer, each committed and synced before the next. */
import { createFrontdesk } from '../../packages/server/entries/index.js'

const frontdesk = createFrontdesk({ log: () => {} })
const { db } = await frontdesk.ready()
await db.insertInto('counters').values({ name: 'bench', value: 0 }).execute()

const until = performance.now() + 3_000
const startedAt = performance.now()
let done = 0
for (; performance.now() < until; done++)
  await db.updateTable('counters').set({ value: done }).where('name', '=', 'bench').execute()
process.send({ rate: done / ((performance.now() - startedAt) / 1000) })
process.on('SIGTERM', () => process.exit()) // until the measurement has been read
