/** PgBouncer before a PostgreSQL of a test: Debian's package, installed if need be. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installDebianPackages } from './apt.js'
import { freePort } from './free-port.js'

export interface PgBouncer {
  /** The same database as the given one, through the pooler. */
  url: string
  stop(): Promise<void>
}

/** Starts one with few server connections, so that clients share them. `settings` are lines of its configuration. */
export async function startPgBouncer(databaseUrl: string, ...settings: string[]): Promise<PgBouncer> {
  const program = findPgBouncer()
  const target = new URL(databaseUrl)
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-pgbouncer-'))
  chmodSync(folder, 0o755) // it runs as another user when we are root
  const users = join(folder, 'users.txt')
  const configuration = join(folder, 'pgbouncer.ini')
  writeFileSync(users, `"${target.username}" "${target.password}"\n`)
  const lines = [
    '[databases]',
    `${target.pathname.slice(1)} = host=127.0.0.1 port=${target.port} pool_size=3`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${users}`,
    ...settings,
  ]
  writeFileSync(configuration, `${lines.join('\n')}\n`)

  const isRoot = process.getuid?.() === 0
  const child = spawn(program, [...(isRoot ? ['-u', 'nobody'] : []), configuration], { stdio: 'ignore' }) // it refuses to run as root
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  await listening(port, child)

  target.port = String(port)
  return {
    url: target.href,
    async stop() {
      process.off('exit', kill)
      if (child.exitCode === null) {
        const exited = once(child, 'exit')
        kill()
        await exited
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let found: string | undefined

function findPgBouncer(): string {
  found ??= ['/usr/sbin/pgbouncer', 'pgbouncer'].find(runs) ?? install()
  return found
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

function install(): string {
  try {
    installDebianPackages('pgbouncer')
  } catch (error) {
    throw new Error('No PgBouncer: install the package pgbouncer', { cause: error })
  }
  return '/usr/sbin/pgbouncer'
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 20)) // nothing listens yet
  }
  throw new Error(`pgbouncer ended with ${child.exitCode}`)
}
