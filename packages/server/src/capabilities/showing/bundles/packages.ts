/**
 * Clerk's browser packages as they are installed: `@clerk/clerk-js` and `@clerk/ui` as npm has them, other majors beside them under an
 * alias such as `clerk-js-5` (`npm install clerk-js-5@npm:@clerk/clerk-js@5`), and what `npx frontdesk front-end` has brought. They are
 * looked for where the app runs, then beside this server.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve, sep } from 'node:path'
import { type Asset, createAsset } from '../../../wire/asset.js'
import { byVersion, majorOf } from './versions.js'

export type BundleName = 'clerk-js' | 'ui'

export interface Bundle {
  version: string
  folder: string
  /** A file of `dist`, named as in a URL; null when the package has none of that name. */
  asset(file: string): Promise<Asset | null>
}

/** By folder and version: another one may be installed in its place while we run. */
const opened = new Map<string, Bundle>()

/**
 * The installed package for what was asked: the exact version, else the newest of its major, and for anything else, such as `latest`, the
 * newest of all. Null when none of that major is installed: a front end works with its own major only.
 */
export function findBundle(name: BundleName, asked: string, frontEndFolder: string): Bundle | null {
  const known = openedAs(name, asked, frontEndFolder)
  if (known) return known
  const major = majorOf(asked)
  const fitting = installedBundles(name, frontEndFolder).filter(({ version }) => major === null || majorOf(version) === major)
  return fitting.find(({ version }) => version === asked) ?? fitting[0] ?? null
}

/** The exact version, if it was served before and still is where it was: scripts ask for their parts by it, so nothing else is looked through. */
function openedAs(name: BundleName, asked: string, frontEndFolder: string): Bundle | null {
  const places = [...nodeModules(), resolve(process.cwd(), frontEndFolder)]
  const isStillThere = ({ version, folder }: Bundle) =>
    version === asked && places.some((place) => folder.startsWith(`${place}${sep}`)) && open(name, folder)?.version === asked
  return [...opened.values()].find(isStillThere) ?? null
}

/** All that are installed, the newest first. Looked for each time. */
export function installedBundles(name: BundleName, frontEndFolder: string): Bundle[] {
  const inModules = nodeModules().flatMap((folder) => [
    join(folder, '@clerk', name),
    ...entriesOf(folder, new RegExp(`^${name}-\\d+$`)),
  ])
  const brought = entriesOf(resolve(process.cwd(), frontEndFolder), new RegExp(`^${name}-\\d+\\.\\d+\\.\\d+`))
  return [...inModules, ...brought]
    .flatMap((folder) => open(name, folder) ?? [])
    .toSorted((a, b) => byVersion(b.version, a.version))
}

function entriesOf(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((entry) => pattern.test(entry))
    .map((entry) => join(folder, entry))
}

function open(name: BundleName, folder: string): Bundle | null {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return null
  const found = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string } // npm requires both
  if (found.name !== `@clerk/${name}`) return null // somebody else's package may have the name of an alias

  const key = `${folder}@${found.version}`
  const bundle = opened.get(key) ?? { version: found.version, folder, asset: assetsUnder(join(folder, 'dist')) }
  opened.set(key, bundle)
  return bundle
}

/** Every `node_modules` that a module of the app or of this server would look into, nearest first. */
function nodeModules(): string[] {
  const from = [join(process.cwd(), 'app.js'), import.meta.filename]
  return [...new Set(from.flatMap((path) => createRequire(path).resolve.paths('a-package') ?? []))]
}

/** Serves what the folder held when it was opened; any other name is unknown, so no path can lead out of it. */
function assetsUnder(folder: string): Bundle['asset'] {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []
  const names = new Set(
    files
      .filter((entry) => entry.isFile()) // a link might lead elsewhere
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      ),
  )
  const assets = new Map<string, Promise<Asset>>()

  return async (file) => {
    if (!names.has(file)) return null
    let asset = assets.get(file)
    if (!asset) {
      asset = readFile(join(folder, file)).then((bytes) => createAsset(file, bytes))
      assets.set(file, asset)
      asset.catch(() => assets.delete(file)) // removed meanwhile; a later install may bring it back
    }
    return asset
  }
}
