/** Installed without the part of SQLite that an older Node needs, as where optional packages are left out. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFrontdesk } from '../../packages/server/src/server.js'
import { runCommand } from './command.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const encryptionKey = 'a key for tests, of 32 characters'
let folder: string
let cli: string
let file: string
let env: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-driver-'))
  const installed = join(folder, 'node_modules/frontdesk')
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, 'packages/server', part), join(installed, part), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { dependencies: object }
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  writeFileSync(join(folder, 'package.json'), '{}')

  cli = join(installed, 'bin/frontdesk.js')
  file = join(folder, 'users.db')
  const hasOwn = process.allowedNodeEnvironmentFlags.has('--no-experimental-sqlite')
  env = {
    FRONTDESK_DATABASE_URL: `sqlite:${file}`,
    FRONTDESK_ENCRYPTION_KEY: encryptionKey,
    ...(hasOwn && { NODE_OPTIONS: '--no-experimental-sqlite' }), // as on a Node that has none of its own
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const cure = /npm rebuild @photostructure\/sqlite \(pnpm approve-builds/

test('a missing SQLite driver is told with the cure, and nothing is made', async () => {
  const before = readdirSync(folder)
  for (const command of ['start --port 0', 'migrate', 'keys']) {
    const { code, output } = await runCommand(command, env, folder, cli)
    expect(code).toBe(1)
    expect(output).toMatch(/^SQLite can't be loaded; no file is to blame\. Node [\d.]+ has none of its own, and .*\n$/)
    expect(output).toMatch(cure)
  }
  expect(readdirSync(folder)).toEqual(before)
})

test('the doctor tells the cure of a missing SQLite driver for an existing database, and sends nobody to a backup', async () => {
  const server = createFrontdesk({ databaseUrl: `sqlite:${file}`, encryptionKey, log: () => {} })
  await server.ready()
  await server.close()
  const { code, output } = await runCommand('doctor', env, folder, cli)
  expect(code).toBe(1)
  expect(output).toMatch(/^sqlite-driver-missing: SQLite can't be loaded; no file is to blame\./m)
  expect(output).toMatch(cure)
  expect(output).not.toMatch(/backup|database-of-another-version/i)
  expect(existsSync(file)).toBe(true)
})
