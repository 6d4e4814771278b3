/** What the documents say exists: links, headings, paths, commands, variables. `snippets.test.ts` compiles what they show. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leaves } from '../../packages/server/src/capabilities/ground/settings/leaves.js'
import { commands } from '../../packages/server/src/cli/commands.js'
import { optionLeaves } from '../../packages/server/src/start/options.js'
import { documents, read, root, savedAs, snippetsIn, sourcesOf } from './documents.js'

const exists = (path: string) => existsSync(join(root, path))

/** As the renderers of Markdown make anchors of headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Whether the program has that command, its second word where it takes one, and each flag. */
function isCommand([name, second, ...rest]: string[]): boolean {
  const command = Object.hasOwn(commands, name!) ? commands[name!]! : undefined
  if (!command) return false
  const action = 'verbs' in command ? (command.verbs[second ?? ''] ?? command.otherwise) : command
  return action !== undefined && [second ?? '', ...rest].every((word) => !/^--/.test(word) || word.slice(2) in action.flags)
}

/** Paths are written from the root, or below `packages` or the server's source. */
const places = ['', 'packages/', 'packages/server/src/']

/** Names between backticks that look like files or folders of ours: `http/dispatch.ts`, `docs/decisions/`. */
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, path]) => path!)
    .filter(
      (path) =>
        /\.(ts|tsx|mjs|js|md|json)$/.test(path) ||
        /^(packages|tests|docs|tools|examples|benchmarks|capabilities|http)\//.test(path),
    )

/** A bare name, such as `operations.ts`, is that of some file. */
const isSomewhere = (path: string, sources: string[]) =>
  places.some((place) => exists(place + path)) || (!path.includes('/') && sources.some((source) => source.endsWith(`/${path}`)))

describe.each(documents)('%s', (document) => {
  const text = read(document)

  test('a document links only to files and headings that exist', () => {
    const broken = [...text.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split('#') as [string, string | undefined] // the part before # is always there
        const file = path === '' ? document : join(dirname(document), path)
        return !exists(file) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor))
      })
    expect(broken).toEqual([])
  })

  test('a document names only files and folders that exist', () => {
    const sources = sourcesOf('contract', 'backend', 'express', 'sdk-node', 'sdk-node-4', 'server', 'ui')
    const made = savedAs(text)
    expect(pathsIn(text).filter((path) => !made.includes(path) && !isSomewhere(path, sources))).toEqual([])
  })

  test('a document names only npm scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> } // our own file
    const npm = ['ci', 'init', 'install', 'pkg', ...Object.keys(scripts).filter((name) => ['start', 'test'].includes(name))]
    const called = [...text.matchAll(/\bnpm (?:run (?<script>[\w:-]+)|(?<word>[a-z][\w-]*))/g)]
    const wrong = called.filter(({ groups }) => (groups!.script ? !(groups!.script in scripts) : !npm.includes(groups!.word!)))
    expect(wrong.map(([call]) => call)).toEqual([])

    const unknown = [...text.matchAll(/npx frontdesk (\w[^\n`#>]*)/g)].filter(([, call]) => !isCommand(call!.trim().split(/\s+/)))
    expect(unknown.map(([call]) => call)).toEqual([])
  })

  test('a document quotes code as it stands in the file it names', () => {
    const lines = (code: string) => code.split('\n').map((line) => line.trim()).filter(Boolean).join('\n') // biome-ignore format: one thought
    for (const { code, quotes } of snippetsIn(text)) if (quotes) expect(lines(read(quotes))).toContain(lines(code))
  })
})

describe('environment variables', () => {
  const named = (pattern: RegExp, texts: string[]) =>
    [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([name]) => name)))].toSorted()
  const code = sourcesOf('backend', 'express', 'sdk-node', 'sdk-node-4', 'server').map(read)
  const plain = leaves.filter(({ name }) => name !== 'social') // each field of each client has one: the documents show two
  const ofClients = ['FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID', 'FRONTDESK_SOCIAL_GOOGLE_CLIENT_SECRET'].map((name) => `env.${name}`)
  const ofLeaves = [...[...optionLeaves, ...plain].map(({ variable }) => `env.${variable}`), ...ofClients] // read by the names that options and settings have
  const docs = documents.map(read)

  test.each(['FRONTDESK', 'CLERK'])('the documents name exactly the %s variables that are read', (prefix) => {
    const name = `\\b${prefix}_[A-Z_]+\\b`
    const isRead = new RegExp(`(?<=\\benv\\.|\\bvariable\\(')${name}`, 'g') // process.env.X, env.X of an argument, or variable('X')
    expect(named(new RegExp(name, 'g'), docs)).toEqual(named(isRead, [...code, ...ofLeaves]))
  })
})

test('every rule of the security table names a test of ours that exists', () => {
  const table = read('docs/architecture.md').split('## Security')[1]!
  const rules = [...table.matchAll(/^\| (?!rule|---)(.+) \| (.+) \| (.+) \|$/gm)]
  expect(rules.length).toBeGreaterThan(10)
  for (const [, rule, , tests] of rules)
    expect(
      pathsIn(tests!).some((path) => path.endsWith('.test.ts')),
      rule,
    ).toBe(true)
})
