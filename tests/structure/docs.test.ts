/** What the documents say exists: links, paths, commands, variables, and every name that a snippet imports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'benchmarks/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
]

/** As the renderers of Markdown make anchors of headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )

describe.each(documents)('%s', (document) => {
  const text = read(document)

  test('links to files and headings that exist', () => {
    const broken = [...text.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split('#') as [string, string | undefined] // the part before # is always there
        const file = path === '' ? document : join(dirname(document), path)
        if (!existsSync(join(root, file))) return true
        return anchor !== undefined && !anchorsOf(read(file)).includes(anchor)
      })
    expect(broken).toEqual([])
  })

  test('names npm scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> } // our own file
    const commands = read('packages/server/src/cli/main.ts')
    const scriptNames = [...text.matchAll(/npm (?:run )?(start|test|dev|build|check|bench|docs)\b/g)].map(([, name]) => name!)
    const commandNames = [...text.matchAll(/npx frontdesk (\w+)/g)].map(([, name]) => name!)
    expect(scriptNames.filter((name) => !(name in scripts))).toEqual([])
    expect(commandNames.filter((name) => !commands.includes(`  ${name} `))).toEqual([])
  })

  test('has snippets that parse, and import names that exist', async () => {
    for (const [, language, code] of text.matchAll(/```(js|ts)\n([\s\S]*?)```/g)) {
      await transform(code!, { loader: language as 'js' | 'ts', format: 'esm' })
      for (const [, names, from] of code!.matchAll(/import \{ ([^}]+) \} from '((?:@frontdesk\/|frontdesk)[^']*)'/g)) {
        const exported = Object.keys((await import(from!)) as object) // a module
        expect(exported).toEqual(expect.arrayContaining(names!.split(',').map((name) => name.trim())))
      }
    }
  })
})

test('every environment variable of the server is documented, and no other is', () => {
  const sources = readdirSync(join(root, 'packages/server/src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => read(`packages/server/src/${path}`))
  const used = new Set(sources.flatMap((text) => [...text.matchAll(/process\.env\.(FRONTDESK_\w+)/g)].map(([, name]) => name!)))
  const documented = new Set(
    documents.flatMap((document) => [...read(document).matchAll(/FRONTDESK_[A-Z_]+/g)].map(([name]) => name)),
  )
  expect([...documented].toSorted()).toEqual([...used].toSorted())
})
