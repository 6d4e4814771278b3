/**
 * Moves one of the apps in `moved/`, each written for Clerk, as the page about coming from Clerk says: ours under Clerk's names in
 * `package.json`, a server of its own, and what it prints in the app's environment. No file of the code is touched, and no name beyond this
 * machine is looked up.
 */
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { installInto, type Packed, temporaryFolder } from '../packaging/packed.js'
import { createVisitor, type Visitor } from '../sdk/visitor.js'
import { read, snippetsIn } from '../structure/documents.js'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const page = snippetsIn(read('docs/coming-from-clerk.md'))

interface Manifest {
  dependencies: Record<string, string>
  overrides: Record<string, string>
}

/** What the page says of `package.json`. */
const told = JSON.parse(page.find(({ language }) => language === 'json')!.code) as Manifest // the page's first

/** The page's lines for a server that runs by itself. */
const lines = page
  .find(({ code }) => code.includes('npx frontdesk keys'))!
  .code.trim()
  .split('\n')

export interface MovedApp {
  /** Where the app listens, and where its server does. */
  origin: string
  server: string
  folder: string
  /** A browser that is at the server's pages; addresses of the app are whole. */
  visitor: Visitor
  /** Runs one of the app's scripts, or a command of ours, to its end. */
  run(...words: string[]): Promise<string>
  /** Starts the app, with further lines in its `.env`. */
  start(more?: Record<string, string>): Promise<void>
  /** A new token of whoever is signed in, as a page's script asks for one. */
  token(): Promise<string>
  /** Asks the app. */
  get(path: string, token?: string): Promise<[status: number, body: unknown]>
  /** What app and server have printed. */
  output(): string
  close(): Promise<void>
}

export async function moveApp(packed: Packed[], name: string, serverEnv: Record<string, string> = {}): Promise<MovedApp> {
  const folder = temporaryFolder()
  cpSync(fromHere(`moved/${name}`), folder, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const ofTarball = (version: string) => `file:${packed.find(({ name: our }) => version.startsWith(`npm:${our}@`))!.file}` // no registry has them yet
  for (const [clerks, version] of Object.entries(told.dependencies))
    if (manifest.dependencies[clerks]) manifest.dependencies[clerks] = ofTarball(version)
  const overrides = Object.fromEntries(Object.entries(told.overrides).map(([clerks, version]) => [clerks, ofTarball(version)]))
  await installInto(folder, packed, { ...manifest, overrides })

  const [port, serverPort] = [await freePort(), await freePort()]
  const [origin, server] = [`http://localhost:${port}`, `http://localhost:${serverPort}`]
  const started: StartedProcess[] = []
  const env = { NODE_OPTIONS: `--require ${fromHere('../packaging/apps/aliased/no-network.cjs')}`, ...serverEnv }
  const run = async (...words: string[]) => {
    const { PATH = '', HOME = '' } = process.env
    const { stdout } = await promisify(execFile)('npx', ['--no-install', ...words], {
      cwd: folder,
      env: { PATH, HOME, ...serverEnv },
    })
    return stdout
  }
  const variables: string[] = []
  const [keys = '', starts = ''] = lines.map((line) => line.replace('4400', String(serverPort)))
  const [command = ''] = keys.split(' >> ')
  variables.push(await run(...command.split(' ').slice(1)))
  started.push(
    await startProcess('npx', ['--no-install', ...starts.split(' ').slice(1)], {
      cwd: folder,
      env,
      origin: server,
      timeoutMs: 60_000,
    }),
  )

  const visitor = createVisitor(server)
  const cookie = () => [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  return {
    origin,
    server,
    folder,
    visitor,
    run,
    async start(more = {}) {
      const own = Object.entries({ PORT: String(port), CLERK_SIGN_IN_URL: '/login', ...more }).map(
        ([key, value]) => `${key}=${value}`,
      )
      writeFileSync(join(folder, '.env'), [...variables, ...own].join('\n'))
      const { NODE_OPTIONS } = env
      started.push(await startProcess('npm', ['start'], { cwd: folder, env: { NODE_OPTIONS }, origin, timeoutMs: 60_000 }))
    },
    async token() {
      const headers = { origin: server, cookie: cookie() }
      const client = (await (await fetch(`${server}/__clerk/v1/client`, { headers })).json()) as {
        response: { last_active_session_id: string }
      } // the client's resource
      const path = `/__clerk/v1/client/sessions/${client.response.last_active_session_id}/tokens`
      const answer = await fetch(server + path, { method: 'POST', headers })
      return ((await answer.json()) as { jwt: string }).jwt
    },
    async get(path, token) {
      const answer = await visitor.get(origin + path, token ? { authorization: `Bearer ${token}` } : {})
      const text = answer.headers.get('location') ?? (await answer.text())
      return [answer.status, /^[[{"\d]/.test(text) ? JSON.parse(text) : text]
    },
    output: () => started.map((process) => process.output()).join('\n'),
    async close() {
      for (const process of started) await process.kill()
    },
  }
}
