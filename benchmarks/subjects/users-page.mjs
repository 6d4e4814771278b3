/** A million users; then the first page of 50 with the total count, as `clerkClient.users.getUserList()` asks for it. */
import { createFrontdesk } from '../../packages/server/entries/index.js'
import { addPeople } from '../people.mjs'
import { startPostgres } from '../postgres.mjs'
import { median } from '../processes.mjs'

const isSqlite = process.env.BENCH_ENGINE === 'sqlite'
const postgres = isSqlite ? null : await startPostgres()
const frontdesk = createFrontdesk({ log: () => {}, ...(postgres && { databaseUrl: postgres.url }) })
const { db, engine, keys } = await frontdesk.ready()

await addPeople({ db, engine }, 1_000_000)

const ask = async (path) => {
  const response = await frontdesk.fetch(
    new Request(`http://localhost/__clerk/api/v1${path}`, { headers: { authorization: `Bearer ${keys.secretKey.reveal()}` } }),
  )
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

/** Median of 200, after a warm-up. */
async function milliseconds(one) {
  const times = []
  for (let index = 0; index < 250; index++) {
    const startedAt = performance.now()
    await one()
    if (index >= 50) times.push(performance.now() - startedAt)
  }
  return median(times)
}

const [{ email_address }] = (await ask('/users/user_777777')).email_addresses
const figures = {
  [`${engine} page`]: await milliseconds(() => Promise.all([ask('/users?limit=50'), ask('/users/count')])),
  [`${engine} deep page`]: await milliseconds(() => Promise.all([ask('/users?limit=50&offset=500000'), ask('/users/count')])),
  [`${engine} by address`]: await milliseconds(() => ask(`/users?email_address=${encodeURIComponent(email_address)}`)),
}
process.send({ figures })
process.on('SIGTERM', async () => {
  await frontdesk.close()
  await postgres?.stop()
  process.exit()
})
