/** The React example as an app of its own, made by the lines of the document that shows it. */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { temporaryFolder } from '../packaging/packed.js'
import { read, root, snippetsIn } from '../structure/documents.js'

export interface ReactApp {
  /** Where Express listens. */
  origin: string
  /** The installed version of each dependency that the example names. */
  versions: Record<string, string>
  /** A file of the app, by its path in it. */
  read(path: string): string
  write(path: string, text: string): void
  /** Starts Vite's dev server on another port; answers its origin. */
  serve(...flags: string[]): Promise<string>
  /** Lets Express serve the built page; answers its origin. */
  build(): Promise<string>
  close(): Promise<void>
}

/**
 * Does what the document says up to the start of Express. The packages, and those of `besides`, are linked from where they are installed for
 * the tests.
 */
export async function startReactApp(besides: string[] = []): Promise<ReactApp> {
  const folder = temporaryFolder()
  const origin = `http://localhost:${await freePort()}`
  const started: StartedProcess[] = []
  const start = async (command: string, words: string[], port: string, env = {}) => {
    const address = `http://localhost:${port}`
    started.push(await startProcess(command, words, { cwd: folder, origin: address, env }))
    return address
  }
  const app: ReactApp = {
    origin,
    versions: linkPackages(folder, besides),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write: (path, text) => writeFileSync(join(folder, path), text),
    async serve(...flags) {
      const port = String(await freePort())
      return start('npx', ['vite', '--port', port, '--strictPort', ...flags], port)
    },
    async build() {
      await run('npx vite build', folder)
      return origin
    },
    async close() {
      for (const process of started) await process.kill()
    },
  }

  cpSync(join(root, 'examples/react/index.html'), join(folder, 'index.html'))
  mkdirSync(join(folder, 'src'))
  const shown = snippetsIn(read('docs/clerk-front-ends.md').split('## React with Vite\n')[1]!.split('\n## ')[0]!)
  for (const { code, quotes } of shown) {
    const path = quotes?.replace('examples/react/', '')
    if (path) app.write(path, code.replace('http://localhost:3000', origin)) // where other programs may listen
  }
  const commands = shown.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n'))
  await run(commands.find((command) => command.startsWith('npx frontdesk keys'))!, folder)

  const { port } = new URL(origin)
  await start('node', ['server.js'], port, { PORT: port })
  return app
}

/** The app's `node_modules`: what its package.json names, the packages that the repository brings, and nothing else. */
function linkPackages(folder: string, besides: string[]): Record<string, string> {
  const manifest = JSON.parse(read('examples/react/package.json')) as Record<string, Record<string, string>> // as npm has it
  const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const link = (target: string, path: string) => {
    mkdirSync(dirname(join(folder, 'node_modules', path)), { recursive: true })
    symlinkSync(target, join(folder, 'node_modules', path))
  }
  for (const name of [...named, ...besides, 'frontdesk', '@frontdesk/express']) link(folderOf(name), name)
  for (const name of ['frontdesk', 'vite']) link(join(root, 'node_modules/.bin', name), `.bin/${name}`)
  const versionOf = (name: string) =>
    (JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')) as { version: string }).version // as npm requires
  return Object.fromEntries(named.map((name) => [name, versionOf(name)]))
}

const requireOfClients = createRequire(fileURLToPath(new URL('../clients/package.json', import.meta.url)))

function folderOf(name: string): string {
  const places = requireOfClients.resolve.paths(name)!.map((path) => join(path, name)) // null only for modules of Node
  const found = places.find((path) => existsSync(path))
  if (!found) throw new Error(`${name} is not installed: run npm ci --prefix tests/clients`)
  return found
}

const { PATH, HOME } = process.env

async function run(command: string, cwd: string): Promise<void> {
  await promisify(execFile)('sh', ['-c', command], { cwd, env: { PATH, HOME } })
}
