/** The Backend API, as commands ask it: of a server over the network, or of the instance whose data an app's folder has. */
import { createHmac } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { variable } from '@frontdesk/contract/options'
import { createFrontdesk, type OwnFrontdesk } from '../server.js'
import type { Instance } from '../start/instance.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import { type App, readApp } from './doctor/app.js'
import { urlOf } from './doctor/check.js'
import { databaseUrlOf } from './doctor/data.js'

export interface Backend {
  /** Asks an operation by its path behind `/v1`, such as `/users/user_1`. @throws a Refusal with the API's words */
  ask<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, unknown>): Promise<Answer>
  /** A secret that only who holds the secret key knows, the same each time, from which that key can't be told. */
  secretFor(purpose: string): Buffer
}

/** What `--at` says of itself, alike for all commands. */
export const whereDetails = `--at names the app: its entry file, its folder, or the address of a running server, such as
https://auth.example.com with its CLERK_SECRET_KEY in the environment. Without it the app is in this folder.
Its .env counts, and a database that its code names in plain text; other options in code are not known here.
--json prints what the Backend API answers.
`

/** What the API refused, in its own words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    words: string,
  ) {
    super(words)
  }
}

const usualPath = '/__clerk/api'
const patienceMs = 30_000

/** Asks the instance that `--at` names, and lets go of it afterwards. @throws when there is none */
export async function withBackend(at: string, use: (backend: Backend) => Promise<void>): Promise<void> {
  if (/^https?:\/\//i.test(at)) return use(remote(at, secretKeyFor(at)))

  const app = enter(at)
  const url = databaseUrlOf(app) ?? databaseIn(app)
  const api = variable('CLERK_API_URL')
  if (url === null && api && urlOf(api)) return use(remote(api, secretKeyFor(api)))
  if (url === null) throw new Error(nothingAt(at, app))
  await withInstance(url, use)
}

/** The database of a folder that holds one, and of one whose app has the usual place. */
function databaseIn({ folder, embedded }: App): string | null {
  if (embedded) return null // its code says where, at run time
  const file = ['frontdesk.db', '.frontdesk/frontdesk.db'].find((name) => existsSync(join(folder, name)))
  return file ? `sqlite:${file}` : null
}

function nothingAt(at: string, { folder, embedded }: App): string {
  return embedded
    ? `The code in ${folder} makes databaseUrl at run time: set FRONTDESK_DATABASE_URL to what it becomes.`
    : `There is no Frontdesk in ${resolve(at)}: name the app's folder, its entry file or the server's address, as in --at https://auth.example.com.`
}

/**
 * Opens the database that `--at` names, which servers may be using, and lets go of it afterwards.
 * @throws when there is none, or it is known only to a server elsewhere
 */
export async function withDatabase(at: string, use: (instance: Instance) => Promise<void>): Promise<void> {
  if (/^https?:\/\//i.test(at))
    throw new Error(`This needs the database itself: call it where FRONTDESK_DATABASE_URL leads to that of ${at}.`)
  const app = enter(at)
  const url = databaseUrlOf(app) ?? databaseIn(app)
  if (url === null)
    throw new Error(
      app.embedded
        ? nothingAt(at, app)
        : `There is no database in ${resolve('.')}: set FRONTDESK_DATABASE_URL, or name the app with --at.`,
    )
  await withFrontdesk(url, async (frontdesk) => use(await frontdesk.ready()))
}

/** Reads the app, goes to its folder and takes its environment. */
function enter(at: string): App {
  const app = readApp(at, process.env)
  process.chdir(app.folder) // what the app names by a relative path is there
  if (app.envFile) process.loadEnvFile(join(app.folder, '.env'))
  return app
}

async function withInstance(databaseUrl: string, use: (backend: Backend) => Promise<void>): Promise<void> {
  await withFrontdesk(databaseUrl, async (frontdesk) => {
    const { keys, options } = await frontdesk.ready()
    const send = (path: string, init: RequestInit) =>
      frontdesk.fetch(new Request(`http://localhost${options.basePath}/api${path}`, init))
    await use(backendOf(send, keys.secretKey.reveal()))
  })
}

async function withFrontdesk(databaseUrl: string, use: (frontdesk: OwnFrontdesk) => Promise<void>): Promise<void> {
  const file = /^sqlite:(.+)$/.exec(databaseUrl)?.[1]
  if (file && !(existsSync(file) && statSync(file).isFile()))
    throw new Error(`There is no database ${resolve(file)} yet: start the app once, or name another one with --at.`)

  const frontdesk = createFrontdesk({ databaseUrl, environment: environmentOfProcess(), log: () => {} }, { isServing: false })
  try {
    await use(frontdesk)
  } finally {
    await frontdesk.close()
  }
}

function remote(address: string, secretKey: string): Backend {
  const { origin, pathname } = new URL(address)
  const base = `${origin}${pathname === '/' ? usualPath : pathname.replace(/(\/v1)?\/*$/, '')}`
  const send = async (path: string, init: RequestInit) => {
    try {
      return await fetch(`${base}${path}`, { ...init, redirect: 'error', signal: AbortSignal.timeout(patienceMs) }) // the key is only for this address
    } catch (error) {
      const cause = ((error as Error).cause as Error | undefined)?.message || (error as Error).message // fetch says there what happened
      throw new Error(`${origin} can't be reached: ${cause}.`)
    }
  }
  return backendOf(send, secretKey)
}

function secretKeyFor(address: string): string {
  const key = variable('CLERK_SECRET_KEY')
  if (key) return key
  throw new Error(`CLERK_SECRET_KEY is not set: take the one that \`npx frontdesk keys\` prints where ${address} runs.`)
}

function backendOf(send: (path: string, init: RequestInit) => Promise<Response>, secretKey: string): Backend {
  return {
    secretFor: (purpose) => createHmac('sha256', secretKey).update(purpose).digest(),
    async ask<Answer>(method: string, path: string, body?: Record<string, unknown>) {
      const response = await send(`/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const answer = readAnswer(await response.text())
      if (response.ok && answer !== null) return answer as Answer // the contract says what an operation answers
      throw new Refusal(
        response.status,
        wordsOf(answer) || `What answers there is not the Backend API (status ${response.status}).`,
      )
    },
  }
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The sentences of a refusal; nothing for an answer that is none of ours. */
function wordsOf(answer: unknown): string {
  const { errors } = (answer ?? {}) as { errors?: Array<{ message?: string; long_message?: string }> }
  return Array.isArray(errors) ? errors.map(({ long_message, message }) => long_message ?? message ?? '').join('\n') : ''
}
