/** A server that is killed again and again, with -9, while an app and its visitors write. */
import { createHash, randomUUID } from 'node:crypto'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { freshDatabase } from '../environment/database.js'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'

export const encryptionKey = 'a key for tests, of 32 characters'

/** KILL_SEED repeats the moments of an earlier run. */
export const seed = process.env.KILL_SEED ?? randomUUID().slice(0, 8)

/** Numbers that decide the moment of a kill, 0 to 255 each. */
export const chanceOf = (kill: number): Buffer => createHash('sha256').update(`${seed} ${kill}`).digest()

export interface KilledServer {
  databaseUrl: string
  origin: string
  start(env?: Record<string, string>): Promise<StartedProcess>
  /** The Backend API's answer. @throws when it is a refusal, and when the server is gone */
  backend(method: string, path: string, body?: object): Promise<{ id: string }>
  drop(): Promise<void>
}

/** Makes the database; `program` is what is started on it. */
export async function killedServer(engine: 'sqlite' | 'postgres', program: string): Promise<KilledServer> {
  const database = await freshDatabase(engine)
  const origin = `http://127.0.0.1:${await freePort()}`
  const first = createFrontdesk({ databaseUrl: database.url, encryptionKey, log: () => {} })
  const secretKey = (await first.ready()).keys.secretKey.reveal()
  await first.close()
  return {
    databaseUrl: database.url,
    origin,
    start: (env = {}) =>
      startProcess(process.execPath, [program], {
        origin,
        timeoutMs: 30_000,
        env: {
          PORT: new URL(origin).port,
          FRONTDESK_DATABASE_URL: database.url,
          FRONTDESK_ENCRYPTION_KEY: encryptionKey,
          ...env,
        },
      }),
    async backend(method, path, body) {
      const response = await fetch(`${origin}/__clerk/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${secretKey}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      const answer = (await response.json()) as { id: string }
      if (!response.ok) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`)
      return answer
    },
    drop: () => database.drop(),
  }
}

/** Kills a server while all of these write, once `reached` resolves and a few milliseconds have passed. Resolves with what was refused. */
export async function killedWhile(
  server: StartedProcess,
  writers: Promise<unknown>[],
  reached: Promise<void>,
  pauseMs: number,
): Promise<unknown[]> {
  const writing = Promise.all(writers.map((writer) => writer.catch(refusalOf)))
  await Promise.race([reached, writing]) // writers that end early have met a refusal
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  await server.kill('SIGKILL')
  return (await writing).filter(Boolean)
}

/** The connection breaks when the server is killed; anything else that fails is a finding. */
function refusalOf(error: Error): string | null {
  return error instanceof TypeError || error.message.includes('terminated') ? null : error.message
}
