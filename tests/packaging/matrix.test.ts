/**
 * The packed packages with the tools that apps use, in pairs: each tool meets both installers and both releases of Express, each TypeScript
 * each resolution and each Node. Older compilers can't read the newer `@types/node`. What a tool is asked is in `tries.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { binaryOf, hasOtherReleases, otherReleases } from '../environment/nodes.js'
import { type Installer, installApp, pack } from './packed.js'
import { tries } from './tries.js'

type Row = [tool: string, setting: string, node: number, installedBy: Installer, express: number, nodeTypes: number]

// biome-ignore format: a table
const table: Row[] = [
  // tool             setting            Node  by      Express  @types/node
  ['Node',            'ESM',               20, 'npm',        5, 20],
  ['Node',            'CommonJS',          20, 'pnpm',       4, 20],
  ['Node',            'ESM',               22, 'pnpm',       5, 26],
  ['Node',            'CommonJS',          22, 'npm',        4, 26],
  ['Node',            'ESM',               24, 'pnpm',       4, 20],
  ['Node',            'CommonJS',          24, 'npm',        5, 20],
  ['Node',            'ESM',               26, 'npm',        4, 26],
  ['Node',            'CommonJS',          26, 'pnpm',       5, 26],
  ['TypeScript 5.0',  'node10 CommonJS',   20, 'npm',        5, 20],
  ['TypeScript 5.0',  'node16 CommonJS',   22, 'pnpm',       4, 20],
  ['TypeScript 5.0',  'nodenext ESM',      24, 'npm',        5, 20],
  ['TypeScript 5.0',  'bundler ESM',       20, 'pnpm',       4, 20],
  ['TypeScript 5.4',  'node10 CommonJS',   22, 'pnpm',       4, 20],
  ['TypeScript 5.4',  'node16 ESM',        20, 'npm',        5, 20],
  ['TypeScript 5.4',  'nodenext CommonJS', 20, 'pnpm',       4, 20],
  ['TypeScript 5.4',  'bundler ESM',       24, 'npm',        5, 20],
  ['TypeScript 5.9',  'node10 CommonJS',   24, 'pnpm',       5, 26],
  ['TypeScript 5.9',  'node16 CommonJS',   20, 'npm',        4, 26],
  ['TypeScript 5.9',  'nodenext ESM',      22, 'pnpm',       5, 26],
  ['TypeScript 5.9',  'bundler ESM',       22, 'npm',        5, 20],
  ['TypeScript 7.0',  'node16 ESM',        24, 'pnpm',       4, 20],
  ['TypeScript 7.0',  'nodenext CommonJS', 22, 'npm',        4, 26],
  ['TypeScript 7.0',  'nodenext ESM',      20, 'npm',        5, 20],
  ['TypeScript 7.0',  'bundler ESM',       20, 'pnpm',       5, 26],
  ['Jest 29',         'CommonJS',          20, 'pnpm',       4, 20],
  ['Jest 29',         'CommonJS',          24, 'npm',        5, 20],
  ['Jest 30',         'CommonJS',          20, 'npm',        4, 26],
  ['Jest 30',         'CommonJS',          22, 'pnpm',       5, 26],
  ['Jest 30',         'CommonJS',          24, 'pnpm',       4, 20],
  ['Vitest',          'ESM',               20, 'pnpm',       5, 26],
  ['Vitest',          'ESM',               22, 'npm',        5, 20],
  ['Vitest',          'ESM',               24, 'npm',        4, 26],
  ['esbuild',         'ESM',               20, 'npm',        5, 20],
  ['esbuild',         'CommonJS',          22, 'pnpm',       4, 20],
  ['webpack',         'CommonJS',          20, 'pnpm',       5, 26],
  ['webpack',         'CommonJS',          24, 'npm',        4, 26],
  ['doctor',          'npx',               20, 'npm',        5, 20],
  ['doctor',          'pnpm exec',         20, 'pnpm',       5, 26],
  ['doctor',          'pnpm exec',         22, 'pnpm',       4, 20],
]

const packed = pack()
const apps = new Map<string, Promise<string>>()

/** One for each combination, when the first row asks for it. */
function appOf(by: Installer, express: number, nodeTypes: number): Promise<string> {
  const key = `${by} ${express} ${nodeTypes}`
  const app = apps.get(key) ?? installApp(packed, by, { express, '@types/express': express, '@types/node': nodeTypes })
  apps.set(key, app)
  return app
}

/** Undefined for a release other than the one at hand, where there is no package of it. */
const programOf = (release: number) =>
  process.version.startsWith(`v${release}.`) ? process.execPath : binaryOf(`node-${release}`)

test('the packages are tried on Node 20, 22, 24 and 26', ({ skip }) => {
  skip(!hasOtherReleases, `There are packages of them for linux-x64 alone: elsewhere only the Node at hand is tried.`)
  expect(otherReleases.map((release) => binaryOf(release))).not.toContain(undefined)
})

const possible = table.filter(([, , release]) => programOf(release))

test.concurrent.each(possible)(
  '%s %s on Node %i, installed by %s beside Express %i and @types/node %i',
  { timeout: 300_000 },
  async (...row) => {
    const [tool, setting, release, installedBy, express, nodeTypes] = row
    const node = programOf(release)! // see above
    const app = await appOf(installedBy, express, nodeTypes)
    const folder = join(app, 'rows', row.join('-').replaceAll(/[ @/]/g, '-'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: setting.endsWith('ESM') ? 'module' : 'commonjs' }))
    const [name = '', version = ''] = tool.split(' ')
    await tries[name]!({ app, folder, node, installedBy, version, setting })
  },
)
