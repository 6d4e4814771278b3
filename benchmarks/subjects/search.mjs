/** Searches by a part of a text beside look-ups by id, at a hundred thousand users and at a million, in turn. */
import { join } from 'node:path'
import { createFrontdesk } from '../../packages/server/entries/index.js'
import { addPeople } from '../people.mjs'
import { startPostgres } from '../postgres.mjs'
import { median } from '../processes.mjs'

const engine = process.env.BENCH_ENGINE
const postgres = engine === 'sqlite' ? null : await startPostgres()
const sizes = { 'a hundred thousand': 100_000, 'a million': 1_000_000 }

async function instanceOf(users) {
  const databaseUrl = postgres
    ? `${postgres.url}?schema=of_${users}`
    : `sqlite:${join(process.env.BENCH_FOLDER, `search-${users}.db`)}`
  const frontdesk = createFrontdesk({ log: () => {}, databaseUrl })
  const { db, keys } = await frontdesk.ready()
  await addPeople({ db, engine }, users)
  const authorization = `Bearer ${keys.secretKey.reveal()}`
  const ask = async (path) => {
    const response = await frontdesk.fetch(new Request(`http://localhost/__clerk/api/v1${path}`, { headers: { authorization } }))
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const someone = await ask(`/users/user_${users * 0.4 + 1}`)
  const questions = {
    'by id': `/users/${someone.id}`,
    'a whole address': `/users?query=${encodeURIComponent(someone.email_addresses[0].email_address)}`,
    'part of a username': `/users?username_query=${someone.username.slice(2)}`,
    'that 0.3 % have': '/users?query=midsize',
    'that half have': '/users?query=@example.com',
    'that nobody has': '/users?query=nobody-has-this',
    'one letter that few have': '/users?query=%C3%9F',
    'two letters that many have': '/users?query=ba',
    'by address, first page': '/users?order_by=email_address',
    'by address, page at 10,000': '/users?order_by=-email_address&offset=10000',
    'the count of 0.3 %': '/users/count?query=midsize',
    'the count of half': '/users/count?query=@example.com',
  }
  return { frontdesk, ask, questions }
}

const instances = {}
for (const [size, users] of Object.entries(sizes)) instances[size] = await instanceOf(users)

const times = {}
for (const [size, { questions }] of Object.entries(instances))
  for (const name of Object.keys(questions)) times[`${engine}, ${size}, ${name}`] = []
for (let round = 0; round < 100; round++)
  for (const name of Object.keys(instances['a million'].questions))
    for (const [size, { ask, questions }] of Object.entries(instances)) {
      const all = times[`${engine}, ${size}, ${name}`]
      if (all.length >= 5 && Math.min(...all) > 200) continue // of what takes that long, five are enough
      const startedAt = performance.now()
      await ask(questions[name])
      all.push(performance.now() - startedAt)
    }

const figures = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
process.send({ figures })
process.on('SIGTERM', async () => {
  for (const { frontdesk } of Object.values(instances)) await frontdesk.close()
  await postgres?.stop()
  process.exit()
})
