/** The packages as they are published: packed, and installed as in an app that is no part of this repository. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

export interface Packed {
  name: string
  /** The tarball. */
  file: string
}

/** A temporary folder that is gone when the process that made it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-packed-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** One tarball for each published package. */
export function pack(): Packed[] {
  const printed = execFileSync(process.execPath, ['tools/pack.mjs', temporaryFolder()], { cwd: root, encoding: 'utf8' })
  return JSON.parse(printed) as Packed[] // as pack.mjs prints them
}

/**
 * A folder in which npm installed the SDK's tarballs and whatever they depend on. npm works without a network here: a dependency beyond
 * the two would fail. Express, which the app brings, is added for each of `expressVersions` in a folder of its own name below.
 */
export function installSdk(packed: Packed[], expressVersions: Record<string, string> = {}): string {
  const folder = temporaryFolder()
  const tarballs = packed.filter(({ name }) => name.startsWith('@frontdesk/')).map(({ file }) => file)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const options = ['--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  execFileSync('npm', ['install', ...options, ...tarballs], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  for (const [name, alias] of Object.entries(expressVersions)) {
    mkdirSync(join(folder, name, 'node_modules'), { recursive: true })
    symlinkSync(dirname(require.resolve(`${alias}/package.json`)), join(folder, name, 'node_modules', 'express'))
  }
  return folder
}
