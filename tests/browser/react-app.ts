/** The React example as an app of its own, made by the lines of the document that shows it. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { read, root, snippetsIn } from '../structure/documents.js'
import { type AppFolder, appFolder, packageFolder } from './app-folder.js'

export interface ReactApp extends Pick<AppFolder, 'read' | 'write'> {
  /** Where Express listens. */
  origin: string
  /** The installed version of each dependency that the example names. */
  versions: Record<string, string>
  /** Starts Vite's dev server on another port; answers its origin. */
  serve(...flags: string[]): Promise<string>
  /** Lets Express serve the built page; answers its origin. */
  build(): Promise<string>
  close(): Promise<void>
}

/** Does what the document says up to the start of Express, with further packages in `besides`. */
export async function startReactApp(besides: string[] = []): Promise<ReactApp> {
  const manifest = JSON.parse(read('examples/react/package.json')) as Record<string, Record<string, string>> // as npm has it
  const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const folder = appFolder([...named, ...besides])
  const origin = `http://localhost:${await freePort()}`
  const started: StartedProcess[] = []
  const start = async (command: string, words: string[], port: string, env = {}) => {
    const address = `http://localhost:${port}`
    started.push(await startProcess(command, words, { cwd: folder.path, origin: address, env }))
    return address
  }
  const app: ReactApp = {
    origin,
    versions: Object.fromEntries(named.map((name) => [name, versionOf(name)])),
    read: folder.read,
    write: folder.write,
    async serve(...flags) {
      const port = String(await freePort())
      return start('npx', ['vite', '--port', port, '--strictPort', ...flags], port)
    },
    async build() {
      await folder.run('npx vite build')
      return origin
    },
    async close() {
      for (const process of started) await process.kill()
    },
  }

  cpSync(join(root, 'examples/react/index.html'), join(folder.path, 'index.html'))
  mkdirSync(join(folder.path, 'src'))
  const shown = snippetsIn(read('docs/clerk-front-ends.md').split('## React with Vite\n')[1]!.split('\n## ')[0]!)
  for (const { code, quotes } of shown) {
    const path = quotes?.replace('examples/react/', '')
    if (path) app.write(path, code.replace('http://localhost:3000', origin)) // where other programs may listen
  }
  const commands = shown.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n'))
  await folder.run(commands.find((command) => command.startsWith('npx frontdesk keys'))!)

  const { port } = new URL(origin)
  await start('node', ['server.js'], port, { PORT: port })
  return app
}

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as { version: string }).version // as npm requires
