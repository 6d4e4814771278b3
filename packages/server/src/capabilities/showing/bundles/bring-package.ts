/**
 * Brings one of Clerk's browser packages without what it depends on: npm fetches the tarball from the registry that the app is set up
 * with, and checks it; of its files only those are kept that browsers load.
 */
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { makeDataFolder } from '../../../basics/data-folder.js'
import type { BundleName } from './packages.js'
import { filesIn, type PackedFile } from './unpack.js'

/** Scripts directly in `dist` with their licences, but for those that bundlers and React Native take. */
const forBrowsers =
  /^package\/dist\/(?!clerk(\.headless|\.native|\.no-rhc)?\.js)(?![^/]*clerk\.(headless|native)_)[^/]+\.js(\.LICENSE\.txt)?$/
const besides = /^package\/(package\.json|LICENSE)$/

export interface Brought {
  version: string
  folder: string
  /** Of all files together. */
  bytes: number
  /** False where this version was there before. */
  isNew: boolean
}

/** Fetches the newest version that fits, such as `5` or `5.128.0`. @throws an Error for people when npm can't */
export async function bringPackage(name: BundleName, wanted: string, frontEndFolder: string): Promise<Brought> {
  const files = await filesIn(await fetchTarball(`@clerk/${name}@${wanted}`))
  const manifest = files.find(({ path }) => path === 'package/package.json')
  const { version } = JSON.parse(manifest?.bytes.toString('utf8') ?? '{}') as { version?: string } // npm requires it
  const kept = files.filter(({ path }) => forBrowsers.test(path) || besides.test(path))
  if (!version || !kept.some(({ path }) => path.endsWith('.browser.js')))
    throw new Error(`@clerk/${name}@${wanted} has no scripts for browsers in dist/.`)

  const folder = join(resolve(process.cwd(), frontEndFolder), `${name}-${version}`)
  const isNew = place(kept, folder)
  return { version, folder, bytes: kept.reduce((sum, { bytes }) => sum + bytes.length, 0), isNew }
}

/** The folder appears whole or not at all, since a server may be looking. Answers whether it was not there before. */
function place(files: PackedFile[], folder: string): boolean {
  makeDataFolder(dirname(dirname(folder)))
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(join(dirname(folder), '.draft-'))
  try {
    mkdirSync(join(draft, 'dist'))
    for (const { path, bytes } of files)
      writeFileSync(join(draft, besides.test(path) ? basename(path) : join('dist', basename(path))), bytes)
    chmodSync(draft, 0o755) // it may be made by one user, while an image is built, and served by another
    renameSync(draft, folder)
    return true
  } catch (error) {
    if (/^(EEXIST|ENOTEMPTY|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) return false // Windows says the last
    throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function fetchTarball(spec: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-front-end-'))
  try {
    await npmPack(spec, folder)
    const [file] = readdirSync(folder)
    return readFileSync(join(folder, file!)) // npm has just written it
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs in the app's folder, whose `.npmrc` may name a registry. The one word that comes from outside is a version, checked before. */
function npmPack(spec: string, folder: string): Promise<void> {
  const env = {
    ...process.env,
    npm_config_pack_destination: folder, // a variable, since on Windows a shell reads the words
    npm_config_fetch_retries: '1',
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_json: 'false',
    npm_config_dry_run: 'false',
  }
  const options = { env, shell: process.platform === 'win32' } // npm is a script there
  return new Promise((resolve, reject) => {
    execFile('npm', ['pack', spec, '--ignore-scripts', '--silent', '--loglevel=error'], options, (error, _stdout, stderr) =>
      error ? reject(new Error(faultOf(spec, error, stderr))) : resolve(),
    )
  })
}

function faultOf(spec: string, error: Error & { code?: unknown }, printed: string): string {
  if (error.code === 'ENOENT') return 'npm was not found: it comes with Node.js, and fetches the package.'
  const code = /npm (?:error|ERR!) code (\w+)/.exec(printed)?.[1]
  const lines = printed.split('\n').filter((line) => /^npm (error|ERR!) (?!code|errno|syscall|A complete log)/.test(line))
  const [said = ''] = lines.map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim()).filter(Boolean)
  const cause = { ETARGET: 'there is no such version', E404: 'the registry does not have it' }[code ?? '']
  const reason =
    cause ??
    (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENOTCACHED|FETCH_ERROR)$/.test(code ?? '')
      ? "the registry can't be reached"
      : 'npm refused')
  return `Could not fetch ${spec}: ${reason}. npm says: ${said || error.message}`
}
