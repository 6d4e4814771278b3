/** A folder for an app of a browser test, with the packages it names linked from where they are installed for the tests. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { temporaryFolder } from '../packaging/packed.js'
import { root } from '../structure/documents.js'

export interface AppFolder {
  path: string
  /** A file of the app, by its path in it. */
  read(path: string): string
  write(path: string, text: string): void
  /** A line of a shell. */
  run(command: string): Promise<void>
}

const { PATH, HOME } = process.env

/** Its `node_modules` has these packages and those that the repository brings, and nothing else; `aliases` are others by their own name. */
export function appFolder(packages: string[], aliases: Record<string, string> = {}): AppFolder {
  const path = temporaryFolder()
  const link = (target: string, name: string) => {
    mkdirSync(dirname(join(path, 'node_modules', name)), { recursive: true })
    symlinkSync(target, join(path, 'node_modules', name))
  }
  for (const name of [...packages, 'frontdesk', '@frontdesk/express']) link(packageFolder(name), name)
  for (const [name, of] of Object.entries(aliases)) link(packageFolder(of), name)
  for (const name of ['frontdesk', 'vite']) link(join(root, 'node_modules/.bin', name), `.bin/${name}`)
  return {
    path,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => writeFileSync(join(path, file), text),
    async run(command) {
      await promisify(execFile)('sh', ['-c', command], { cwd: path, env: { PATH, HOME } })
    },
  }
}

const requireOfClients = createRequire(fileURLToPath(new URL('../clients/package.json', import.meta.url)))

/** Where a package is installed for the tests. @throws if it is not */
export function packageFolder(name: string): string {
  const places = requireOfClients.resolve.paths(name)!.map((path) => join(path, name)) // null only for modules of Node
  const found = places.find((path) => existsSync(path))
  if (!found) throw new Error(`${name} is not installed: run npm ci --prefix tests/clients`)
  return found
}
