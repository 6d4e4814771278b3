/** The packages as they are published: packed, and installed as in an app that is no part of this repository. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pnpm = fileURLToPath(new URL('node_modules/pnpm/bin/pnpm.cjs', import.meta.url))

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
 * the two would fail.
 */
export function installSdk(packed: Packed[]): string {
  const folder = temporaryFolder()
  const tarballs = packed.filter(({ name }) => name.startsWith('@frontdesk/')).map(({ file }) => file)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const options = ['--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  execFileSync('npm', ['install', ...options, ...tarballs], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}

export type Installer = 'npm' | 'pnpm'

/** The programs that a machine without a compiler lacks. */
const noCompiler = { CC: 'false', CXX: 'false', PYTHON: 'false' }

/** Clerk's names, and the packages of ours that stand in for them. */
const standIns = {
  '@clerk/backend': '@frontdesk/backend',
  '@clerk/clerk-sdk-node': '@frontdesk/clerk-sdk-node',
  '@clerk/express': '@frontdesk/express',
}

/**
 * The folder of an app in which our packages have Clerk's names, as `npm:` aliases give them to packages of a registry, also for what depends
 * on them: `others` are packages by their tarballs.
 */
export async function installAliased(
  packed: Packed[],
  by: Installer,
  others: Record<string, string>,
  express: number,
): Promise<string> {
  const files = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]))
  const aliases = Object.fromEntries(Object.entries(standIns).map(([theirs, our]) => [theirs, files[our]!]))
  const dependencies = {
    ...aliases,
    ...others,
    frontdesk: files.frontdesk!,
    express: `^${express}`,
    '@types/express': `^${express}`,
  }
  const names = { '@frontdesk/backend': files['@frontdesk/backend']!, '@frontdesk/express': files['@frontdesk/express']! } // which no registry has yet
  return install(by, { ...dependencies, '@types/node': '^20' }, { ...names, '@clerk/backend': aliases['@clerk/backend']! })
}

/**
 * The folder of an app that installed server and SDK from the registry, where pnpm blocks install scripts and npm runs them without a
 * compiler. Under pnpm a package finds only what it declares itself.
 */
export async function installApp(packed: Packed[], by: Installer, versions: Record<string, number>): Promise<string> {
  const files = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]))
  const direct = { frontdesk: files.frontdesk!, '@frontdesk/express': files['@frontdesk/express']! }
  const asked = Object.fromEntries(Object.entries(versions).map(([name, major]) => [name, `^${major}`]))
  return install(by, { ...direct, ...asked }, { '@frontdesk/backend': files['@frontdesk/backend']! }) // which no registry has yet
}

/** Installs an app's own dependencies into its folder by npm, with server and SDKs by their tarballs for what no registry has yet. */
export async function installInto(
  folder: string,
  packed: Packed[],
  manifest: { dependencies: Record<string, string>; overrides?: Record<string, string> },
): Promise<void> {
  const files = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]))
  const dependencies = { ...manifest.dependencies, frontdesk: files.frontdesk! }
  const names = { '@frontdesk/backend': files['@frontdesk/backend']!, '@frontdesk/express': files['@frontdesk/express']! }
  const overrides = { ...names, ...manifest.overrides }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies, overrides }, null, 2))
  await runInstaller('npm', folder)
}

async function install(by: Installer, dependencies: Record<string, string>, overrides: Record<string, string>): Promise<string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies, overrides, pnpm: { overrides } }))
  await runInstaller(by, folder)
  return folder
}

async function runInstaller(by: Installer, folder: string): Promise<void> {
  const [program, ...options] =
    by === 'npm'
      ? ['npm', '--no-audit', '--no-fund', '--silent']
      : [process.execPath, pnpm, '--config.hoist=false', '--reporter=silent']
  const env = { ...process.env, ...noCompiler }
  await promisify(execFile)(program!, [...options, 'install', '--prefer-offline'], { cwd: folder, env })
}
