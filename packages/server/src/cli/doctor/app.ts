/** What the doctor looks at: an app's folder, its environment with what `.env` adds, and the source files that its entry leads to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { plainValue } from '@frontdesk/contract/options'
import { callsIn, mountsInAll, readCode, type Source } from './source.js'

export interface App {
  folder: string
  /** From the folder; null when none was found, and the sources are all that the folder has. */
  entry: string | null
  sources: Source[]
  /** Tests of the app that use Clerk's helpers for tests. */
  tests: Source[]
  /** The process's environment, and below it what `.env` says. */
  env: Record<string, string | undefined>
  /** Only what `.env` says; null without such a file. */
  envFile: Record<string, string | undefined> | null
  manifest: Manifest
  lock: Lock
  /** Whether the app calls `frontdesk()`, and with which arguments. */
  embedded: { args: string } | null
  /** Whether a source file imports the SDK, ours or Clerk's. */
  usesSdk: boolean
  isProduction: boolean
  /** Milliseconds since 1970. */
  now(): number
}

export interface Manifest {
  main?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  /** A name's value is a version, or further names. */
  overrides?: Record<string, unknown>
  pnpm?: { overrides?: Record<string, string> }
}

export interface Lock {
  packages?: Record<string, { version?: string; name?: string }>
}

/** @throws when there is no such file or folder */
export function readApp(target: string, env: Record<string, string | undefined>, now: () => number = Date.now): App {
  const path = resolve(target)
  if (!existsSync(path))
    throw new Error(`There is no ${target} to look at: name the app's folder, its entry file, or its address.`)
  const isFolder = statSync(path).isDirectory()
  const folder = isFolder ? path : packageFolder(dirname(path))
  const manifest = readJson<Manifest>(join(folder, 'package.json')) ?? {}
  const entry = isFolder ? entryOf(folder, manifest) : relative(folder, path)
  const sources = entry === null ? allSources(folder) : sourcesFrom(folder, entry)
  const envFile = existsSync(join(folder, '.env')) ? parseEnv(readFileSync(join(folder, '.env'), 'utf8')) : null
  const set = Object.entries({ ...envFile, ...env }) // what is set already wins, as with dotenv
  const whole = Object.fromEntries(set.map(([name, text]) => [name, plainValue(text)])) // as server and SDK read it
  const [call] = sources.flatMap((source) => (/['"]frontdesk(\/express)?['"]/.test(source.code) ? embeddingsIn(source) : []))
  return {
    folder,
    entry,
    sources,
    tests: '@clerk/testing' in { ...manifest.dependencies, ...manifest.devDependencies } ? testsIn(folder) : [],
    env: whole,
    envFile,
    manifest,
    lock: readJson<Lock>(nearest(folder, 'package-lock.json')) ?? {},
    embedded: call ? { args: call.args } : null,
    usesSdk: sources.some(({ code }) =>
      /['"]@(frontdesk|clerk)\/(express|backend|clerk-sdk-node(-4)?)(\/[\w-]+)?['"]/.test(code),
    ),
    isProduction: whole.NODE_ENV === 'production',
    now,
  }
}

/** The calls of `frontdesk()`, and where it is mounted without being called. */
const embeddingsIn = (source: Source): Array<{ args: string }> => [
  ...callsIn(source.code, 'frontdesk'),
  ...mountsInAll(source)
    .filter(({ list }) => list.some((part) => /(^|\.)frontdesk$/.test(part)))
    .map(() => ({ args: '' })),
]

/** The nearest folder above with a package.json, else the folder itself. */
const packageFolder = (folder: string) => dirname(nearest(folder, 'package.json') ?? join(folder, 'package.json'))

function nearest(folder: string, name: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return join(at, name)
    if (at === dirname(at)) return null
  }
}

function readJson<Shape>(path: string | null): Shape | null {
  if (path === null || !existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Shape // npm wrote it; all of its members are optional
  } catch {
    return null
  }
}

const usual = ['app', 'server', 'index', 'main'].flatMap((name) => [name, `src/${name}`])

function entryOf(folder: string, { main, scripts = {} }: Manifest): string | null {
  const started = [scripts.start, scripts.dev].map((line) => /(?:^|\s)([\w./-]+\.[cm]?[jt]sx?)\b/.exec(line ?? '')?.[1])
  const candidates = [...started, main, ...usual.flatMap((name) => extensions.map((extension) => name + extension))]
  return candidates.find((name) => name && existsSync(join(folder, name)) && statSync(join(folder, name)).isFile()) ?? null
}

const extensions = ['.js', '.ts', '.mjs', '.mts', '.cjs', '.cts', '.jsx', '.tsx']
const maxSources = 500

/** The entry and what it imports by a relative path, in the order in which it is met. */
function sourcesFrom(folder: string, entry: string): Source[] {
  const sources = new Map<string, Source>()
  const visit = (path: string): void => {
    if (sources.has(path) || sources.size >= maxSources) return
    const source = readSource(folder, path)
    sources.set(path, source)
    for (const [, specifier] of source.code.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)) {
      const target = sourceAt(resolve(dirname(path), specifier!)) // the group is always there
      if (target) visit(target)
    }
  }
  visit(join(folder, entry))
  return [...sources.values()]
}

/** TypeScript imports `x.js` and means `x.ts`; CommonJS imports `x` and means `x.js` or `x/index.js`. */
function sourceAt(path: string): string | null {
  const bare = path.replace(/\.[cm]?jsx?$/, '')
  const candidates = [
    path,
    ...extensions.flatMap((extension) => [path + extension, bare + extension, join(path, `index${extension}`)]),
  ]
  return candidates.find((file) => extensions.some((extension) => file.endsWith(extension)) && existsSync(file)) ?? null
}

const foreign = /^(node_modules|dist|build|coverage|\..*)$/

const allSources = (folder: string) => sourcesIn(folder, (name) => !/\.(test|spec)\./.test(name))

const testsIn = (folder: string) => sourcesIn(folder, () => true).filter(({ code }) => /['"]@clerk\/testing\b/.test(code))

function sourcesIn(folder: string, isWanted: (name: string) => boolean): Source[] {
  const found: Source[] = []
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (foreign.test(entry.name) || found.length >= maxSources) continue
      if (entry.isDirectory()) visit(join(at, entry.name))
      else if (extensions.includes(extname(entry.name)) && isWanted(entry.name))
        found.push(readSource(folder, join(at, entry.name)))
    }
  }
  visit(folder)
  return found
}

const readSource = (folder: string, path: string): Source => ({
  path: relative(folder, path),
  code: readCode(readFileSync(path, 'utf8')),
})
