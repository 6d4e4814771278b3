/** What `@frontdesk/ui` was built into: which scripts and styles each page needs, the files themselves, and what draws them. */
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { PageData, PageDrawing, PageName, Words } from '@frontdesk/contract'
import { type Asset, createAsset } from '../../../wire/asset.js'

/** Paths below the build's folder, such as `assets/sign-in-CiyK9v_L.js`. */
export interface PageFiles {
  script: string
  /** What the script imports, to be fetched along with it. */
  imports: string[]
  styles: string[]
}

export interface BuiltPages {
  filesOf(page: PageName): PageFiles
  draw(page: PageName, data: PageData, document: Words['document']): PageDrawing
  /** A file of the build; null for a name it does not have. */
  asset(file: string): Promise<Asset | null>
}

/** As Vite writes it to `.vite/manifest.json`; keys are source files. */
type Manifest = Record<string, { file: string; imports?: string[]; css?: string[] }>

/** Beside the built server; from its sources, in the package of the pages. */
const candidates = ['ui', '../ui', '../../../../../ui/dist'].map((path) => join(import.meta.dirname, path))

let opened: BuiltPages | undefined

/** Read once, when the first page is asked for. @throws an Error that says what to run when nothing was built */
export function builtPages(): BuiltPages {
  opened ??= openBuild()
  return opened
}

function openBuild(): BuiltPages {
  const folder = candidates.find((candidate) => existsSync(join(candidate, '.vite/manifest.json')))
  if (!folder) throw new Error('The pages are not built: run `npm run build`.')
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest // written by our own build

  const { drawPage }: { drawPage: BuiltPages['draw'] } = createRequire(import.meta.filename)(join(folder, 'drawing.cjs'))

  const names = new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]))
  const assets = new Map<string, Promise<Asset>>()
  return {
    filesOf: (page) => filesOf(manifest, `src/pages/${page}.tsx`),
    draw: drawPage,
    async asset(file) {
      if (!names.has(file)) return null // only what the manifest names is served, so no path can lead out of the folder
      let asset = assets.get(file)
      if (!asset) {
        asset = readFile(join(folder, file)).then((bytes) => createAsset(file, bytes))
        assets.set(file, asset)
      }
      return asset
    },
  }
}

function filesOf(manifest: Manifest, entry: string): PageFiles {
  const { file, imports = [], css = [] } = manifest[entry]!
  const imported = imports.map((name) => filesOf(manifest, name))
  return {
    script: file,
    imports: [...new Set(imported.flatMap((below) => [below.script, ...below.imports]))],
    styles: [...new Set([...imported.flatMap((below) => below.styles), ...css])], // what a page adds comes after what it builds on
  }
}
