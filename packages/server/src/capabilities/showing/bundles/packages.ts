/**
 * Clerk's browser packages as npm installed them: `@clerk/clerk-js` and `@clerk/ui`, and other majors beside them under an alias such as
 * `clerk-js-5` (`npm install clerk-js-5@npm:@clerk/clerk-js@5`). They are looked for where the app runs, then beside this server.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { type Asset, createAsset } from '../../../wire/asset.js'

export type BundleName = 'clerk-js' | 'ui'

export interface Bundle {
  version: string
  /** A file of `dist`, named as in a URL; null when the package has none of that name. */
  asset(file: string): Promise<Asset | null>
}

/** By folder. */
const opened = new Map<string, Bundle>()

/** The installed package for what was asked: an exact version, a major, or anything else such as `latest`. Null when none is installed. */
export function findBundle(name: BundleName, asked: string): Bundle | null {
  const major = /^\d+/.exec(asked)?.[0]
  const installed = open(`@clerk/${name}`)
  if (!major || installed?.version.startsWith(`${major}.`)) return installed
  return open(`${name}-${major}`) ?? installed
}

/** Looked for each time: it may be installed while we run. */
function open(packageName: string): Bundle | null {
  const folder = nodeModules()
    .map((path) => join(path, packageName))
    .find((path) => existsSync(join(path, 'package.json')))
  if (!folder) return null

  const known = opened.get(folder)
  if (known) return known
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string } // npm requires it
  const bundle = { version, asset: assetsUnder(join(folder, 'dist')) }
  opened.set(folder, bundle)
  return bundle
}

/** Every `node_modules` that a module of the app or of this server would look into, nearest first. */
const nodeModules = (): string[] =>
  [join(process.cwd(), 'app.js'), import.meta.filename].flatMap((from) => createRequire(from).resolve.paths('a-package') ?? [])

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
