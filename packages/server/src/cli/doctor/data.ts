/** The files of an embedded server, or of one whose folder this is: database, key file, and what git keeps of them. */
import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { DatabaseFault } from '../../database/fault.js'
import { readMigrations } from '../../database/inspect.js'
import { missingFrom } from '../../database/migrate.js'
import { isPassing } from '../../database/unavailable.js'
import { parseDatabaseUrl } from '../../database/url.js'
import type { App } from './app.js'
import type { Check, Finding } from './check.js'

const defaultUrl = 'sqlite:.frontdesk/frontdesk.db'

/** As the code says where it says it plainly, else the environment, else the default. Null when the server is elsewhere. */
export function databaseUrlOf({ embedded, env }: App): string | null {
  if (!embedded && !env.FRONTDESK_DATABASE_URL) return null
  const option = /\bdatabaseUrl\b(?:\s*:\s*(['"`])([^'"`$]+)\1)?/.exec(embedded?.args ?? '')
  if (option) return option[2] ?? null // what is made at run time is not known here
  return env.FRONTDESK_DATABASE_URL || defaultUrl
}

/** The path of a SQLite file; null for PostgreSQL and for a database in memory. */
function databaseFileOf(app: App): string | null {
  const path = /^sqlite:(.+)$/.exec(databaseUrlOf(app) ?? '')?.[1]
  if (!path || path === ':memory:') return null
  return isAbsolute(path) ? path : join(app.folder, path)
}

/** What is wrong with the URL itself. */
function urlFaultOf(app: App): string | null {
  const url = databaseUrlOf(app)
  try {
    if (url !== null) parseDatabaseUrl(url)
    return null
  } catch (error) {
    return (error as Error).message // it throws nothing else
  }
}

export const dataChecks: Check[] = [
  {
    name: 'database-url-malformed',
    run(app) {
      const fault = urlFaultOf(app)
      if (fault === null) return null
      return {
        cause: `FRONTDESK_DATABASE_URL, or the option databaseUrl, ${fault}.`,
        cure: 'Correct it; in a password, characters such as / # ? @ are percent-encoded.',
      }
    },
  },
  {
    name: 'database-in-memory',
    run: (app) =>
      databaseUrlOf(app) === 'sqlite::memory:'
        ? {
            cause: 'The database is in memory: all accounts are gone when the process ends.',
            cure: 'Name a file: sqlite:.frontdesk/frontdesk.db.',
          }
        : null,
  },
  {
    name: 'database-unwritable',
    run(app) {
      const file = databaseFileOf(app)
      const obstacle = file && obstacleOf(file)
      return obstacle
        ? {
            cause: `The database ${file} can't be written: ${obstacle}.`,
            cure: 'Give the process a folder of its own that it may write.',
          }
        : null
    },
  },
  ...(['database-of-another-version', 'database-unreachable', 'database-without-log', 'sqlite-driver-missing'] as const).map(
    (name) => ({
      name,
      async run(app: App) {
        const found = await databaseFinding(app)
        return found?.name === name ? found : null
      },
    }),
  ),
  {
    name: 'encryption-key-short',
    run: ({ env: { FRONTDESK_ENCRYPTION_KEY: key } }) =>
      key && key.length < 32
        ? { cause: 'FRONTDESK_ENCRYPTION_KEY has fewer than 32 characters.', cure: 'Make a random one: openssl rand -base64 32.' }
        : null,
  },
  {
    name: 'encryption-key-readable',
    run(app) {
      const file = keyFileOf(app)
      if (!file || !existsSync(file) || process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return null
      return { cause: `Other users of this machine may read the key file ${file}.`, cure: `chmod 600 ${file}` }
    },
  },
  {
    name: 'data-in-git',
    async run(app) {
      const file = databaseFileOf(app)
      const path = file && relative(app.folder, file)
      if (!path || path.startsWith('..') || (await git(app, 'rev-parse', '--is-inside-work-tree')) !== 0) return null
      if (!existsSync(dirname(file)) || (await git(app, 'check-ignore', '--quiet', path)) === 0) return null // we make folders that git ignores
      return {
        cause: `git would keep ${dirname(path)}/, with all accounts and the key file.`,
        cure: `Add ${dirname(path)}/ to .gitignore; if it is committed already, remove it from the history and make new keys.`,
      }
    },
  },
  {
    name: 'env-file-in-git',
    async run(app) {
      if (!app.envFile || (await git(app, 'ls-files', '--error-unmatch', '.env')) !== 0) return null
      return {
        cause: 'git keeps .env, with its secrets.',
        cure: 'git rm --cached .env, add .env to .gitignore, and make new keys.',
      }
    },
  },
]

function keyFileOf(app: App): string | null {
  const file = databaseFileOf(app)
  if (file) return join(dirname(file), 'encryption.key')
  return databaseUrlOf(app) ? join(app.folder, '.frontdesk', 'encryption.key') : null
}

/** Why a file can't be written, or made; null when it can. */
function obstacleOf(file: string): string | null {
  let path = file
  while (!existsSync(path)) path = dirname(path)
  if (path !== file && !statSync(path).isDirectory()) return `${path} is no folder`
  if (path === file && !statSync(path).isFile()) return 'it is no file'
  try {
    accessSync(path, constants.W_OK)
    return null
  } catch {
    return `no permission to write ${path}`
  }
}

/** What the start would say about a database that is there. */
async function databaseFinding(app: App): Promise<Finding | null> {
  const file = databaseFileOf(app)
  if (file && !(existsSync(file) && statSync(file).isFile())) return null
  const url = file ? `sqlite:${file}` : databaseUrlOf(app)
  if (urlFaultOf(app) !== null || (!file && !url?.startsWith('postgres'))) return null

  try {
    if (missingFrom(await readMigrations(url!)).length === 0) return null
    return {
      name: 'database-of-another-version',
      cause: `${file ?? 'The database'} has not the tables of this version.`,
      cure: 'Run `npx frontdesk migrate`; the next start does the same.',
    }
  } catch (error) {
    if (error instanceof DatabaseFault) return { name: error.finding, cause: error.what, cure: error.cure }
    if (!file) return unreachable(error as Error) // the driver's, or one of Node's
    return {
      name: 'database-of-another-version',
      cause: `${file} can't be read as a database: ${(error as Error).message}.`,
      cure: 'Put it back from a backup, or name another file.',
    }
  }
}

const unreachable = (fault: Error & { code?: string }): Finding => ({
  name: 'database-unreachable',
  cause: `PostgreSQL can't be used: ${fault.message || fault.code}.`, // several addresses that all fail have no message
  cure: isPassing(fault)
    ? 'Start it, or correct host and port in FRONTDESK_DATABASE_URL.'
    : 'Correct FRONTDESK_DATABASE_URL, or give its role what it needs.',
})

/** The exit code of a git command; null where there is no git. */
const git = ({ folder }: App, ...args: string[]) =>
  new Promise<number | null>((resolve) => {
    execFile('git', ['-C', folder, ...args], (error) => resolve(error ? (typeof error.code === 'number' ? error.code : null) : 0))
  })
