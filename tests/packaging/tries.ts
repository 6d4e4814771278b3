/** What each tool of the matrix is asked to do with an app that has the packages; each fails with what the tool said. */
import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect } from 'vitest'
import webpack from 'webpack'
import { elsewhere } from './elsewhere.js'
import type { Installer } from './packed.js'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export interface Place {
  /** The folder that the packages are installed in. */
  app: string
  /** A folder of the row's own inside of it. */
  folder: string
  /** The program of the row's Node. */
  node: string
  installedBy: Installer
  version: string
  setting: string
}

type Try = (place: Place) => Promise<void>

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs a program on the row's Node, without the variables of the test run. */
export function run({ node, folder }: Place, words: string[], env: Record<string, string> = {}, cwd = folder): Promise<Outcome> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const [program, ...rest] = words[0] === 'npx' ? words : [node, ...words]
  const surroundings = { PATH: `${dirname(node)}${delimiter}${PATH}`, HOME, TMPDIR, ...env }
  return new Promise((resolve) =>
    execFile(program!, rest, { cwd, env: surroundings }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  )
}

const isEsm = ({ setting }: Place) => setting.endsWith('ESM')

export const compilers: Record<string, { module: string; moduleResolution: string }> = {
  node10: { module: 'commonjs', moduleResolution: 'node' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** An app of JavaScript: knows the visitor, turns others away, has the pages, and finds every entry. */
const runs: Try = async (place) => {
  const { app, folder, node } = place
  cpSync(fromHere('apps/run'), folder, { recursive: true })
  const entries = ['frontdesk', '@frontdesk/express'].flatMap((name) => entriesOf(app, name))
  const env = { ...elsewhere, ENTRIES: JSON.stringify(entries) }
  const { stdout, ...end } = await run(place, [`app.${isEsm(place) ? 'mjs' : 'cjs'}`], env)
  expect(end).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    node: /node-(\d+)\/bin\/node$/.exec(node)?.[1] ?? process.versions.node.split('.')[0],
    express: majorOf(app, 'express'),
    isOneServer: true,
    signedOut: '200 {"userId":null,"callable":null}',
    signedIn: '200 {"userId":"user_1","callable":"user_1"}',
    turnedAway: '302 https://app.example.com/sign-in',
    letIn: '200 This is a protected route',
    pages: { '/sign-in': 200, '/sign-up': 200, '/user': 200, '/__frontdesk/inbox': 200 },
    profiles: 2, // the second was refused, and undone
    refused: 'One is enough.',
    users: 1,
    entries: {
      frontdesk: expect.arrayContaining(['Refusal', 'createFrontdesk']),
      'frontdesk/express': expect.arrayContaining(['Refusal', 'frontdesk']),
      '@frontdesk/express': expect.arrayContaining(['clerkMiddleware', 'createClerkClient', 'requireAuth', 'verifyToken']),
      '@frontdesk/express/internal': expect.arrayContaining(['requireAuthObject']),
      '@frontdesk/express/webhooks': expect.arrayContaining(['verifyWebhook']),
    },
  })
}

/** An app of TypeScript: compiles without a word, also about the declarations of it and of all libraries, and runs. */
const compiles: Try = async (place) => {
  const { app, folder, version, setting } = place
  const [resolution = ''] = setting.split(' ')
  cpSync(fromHere('apps/typed'), folder, { recursive: true })
  const listed = await run(place, ['-p', `Object.keys(require('@frontdesk/express').clerkClient).join()`], {}, app)
  const groups = listed.stdout
    .trim()
    .split(',')
    .filter((name) => name !== 'with')
  expect(groups.length).toBeGreaterThan(24)
  const exported = groups.map((name) => `export const ${name} = clerkClient.${name}\n`)
  writeFileSync(join(folder, 'groups.ts'), `import { clerkClient } from '@frontdesk/express'\n${exported.join('')}`)
  const compilerOptions = {
    ...compilers[resolution],
    target: 'es2022',
    types: ['node'],
    strict: true,
    esModuleInterop: true,
    skipLibCheck: false,
    declaration: true,
    rootDir: '.',
    outDir: 'out',
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['app.ts', 'groups.ts'] }))
  const compiled = await run(place, [fromHere(`node_modules/typescript-${version}/bin/tsc`)])
  expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(readFileSync(join(folder, 'out/groups.d.ts'), 'utf8').match(/export declare const/g)).toHaveLength(groups.length)
  expect(await run(place, ['out/app.js'])).toEqual({ code: 0, stdout: 'sign-in page 200\n', stderr: '' })
}

/** Each server of a test is a first start, on a machine that is busy. */
const patience = '--testTimeout=60000'

/** Tests of an app: a closed server is not found by the next, in one file or in two; what the packages export can be mocked. */
const tests: Record<'jest' | 'vitest', Try> = {
  async jest(place) {
    copyTests(place, 'jest', 'test.js')
    const { code, stderr } = await run(place, [
      fromHere(`node_modules/jest-${place.version}/bin/jest.js`),
      '--runInBand',
      '--rootDir=.',
      patience,
    ])
    expect([code, stderr]).toEqual([0, expect.stringMatching(/Tests: +5 passed, 5 total/)])
  },
  async vitest(place) {
    copyTests(place, 'vitest', 'test.mjs')
    const options = ['run', '--globals', '--root=.', '--no-isolate', '--no-file-parallelism', '--no-color', patience]
    const { code, stdout, stderr } = await run(place, [fromHere('../../node_modules/vitest/vitest.mjs'), ...options])
    expect([code, stdout + stderr]).toEqual([0, expect.stringMatching(/Tests +5 passed \(5\)/)])
  },
}

function copyTests({ folder }: Place, runner: string, ending: string): void {
  copyFileSync(fromHere('apps/tested/life.cjs'), join(folder, 'life.cjs'))
  mkdirSync(join(folder, 'tests'))
  cpSync(fromHere(`apps/tested/${runner}`), join(folder, 'tests'), { recursive: true })
  copyFileSync(join(folder, 'tests', `first.${ending}`), join(folder, 'tests', `second.${ending}`))
}

/** An app in one file: the SDK goes into it, the server says how it is left out, and left out so it answers. */
const bundles: Record<'esbuild' | 'webpack', Try> = {
  async esbuild(place) {
    const { folder } = place
    const out = (name: string) => join(folder, 'out', `${name}.${isEsm(place) ? 'mjs' : 'cjs'}`)
    const banner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)` // Express is CommonJS
    const bundle = (source: string, outfile: string, external: string[]) =>
      build({
        entryPoints: [join(folder, source)],
        outfile,
        external,
        bundle: true,
        platform: 'node',
        format: isEsm(place) ? 'esm' : 'cjs',
        banner: isEsm(place) ? { js: banner } : {},
        logLevel: 'silent',
      })
    cpSync(fromHere('apps/bundled'), folder, { recursive: true })
    await bundle('elsewhere.mjs', out('elsewhere'), [])
    await bundle('embedding.mjs', out('whole'), [])
    await bundle('embedding.mjs', out('external'), ['frontdesk'])
    await bundledRun(place, out)
  },
  async webpack(place) {
    const { folder } = place
    const out = (name: string) => join(folder, 'out', `${name}.cjs`)
    const bundle = (source: string, name: string, externals: Record<string, string>) =>
      new Promise<void>((resolve, reject) =>
        webpack(
          {
            mode: 'production',
            optimization: { minimize: false }, // Node prints the line that an error came from
            target: 'node',
            context: folder,
            entry: `./${source}`,
            output: { path: join(folder, 'out'), filename: `${name}.cjs` },
            externals,
          },
          (error, stats) =>
            error || stats?.hasErrors() ? reject(error ?? new Error(stats?.toString('errors-only'))) : resolve(),
        ),
      )
    cpSync(fromHere('apps/bundled'), folder, { recursive: true })
    await bundle('elsewhere.mjs', 'elsewhere', {})
    await bundle('embedding.mjs', 'whole', {})
    await bundle('embedding.mjs', 'external', { 'frontdesk/express': 'commonjs frontdesk/express' })
    await bundledRun(place, out)
  },
}

async function bundledRun(place: Place, out: (name: string) => string): Promise<void> {
  expect(await run(place, [out('elsewhere')], elsewhere)).toEqual({ code: 0, stdout: 'signed in as user_1\n', stderr: '' })
  expect(await run(place, [out('external')])).toEqual({ code: 0, stdout: 'sign-in page 200\n', stderr: '' })
  const whole = await run(place, [out('whole')])
  expect(whole).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Keep frontdesk external: for esbuild --external:frontdesk'),
  })
}

/** The doctor, called as one calls it there: finds nothing in an app that is right, and the fault in one that is not. */
const examines: Try = async (place) => {
  const { app, installedBy } = place
  cpSync(fromHere('apps/examined'), app, { recursive: true })
  const words =
    installedBy === 'npm'
      ? ['npx', '--no-install', 'frontdesk']
      : [fromHere('node_modules/pnpm/bin/pnpm.cjs'), 'exec', 'frontdesk']
  const examine = (file: string) => run(place, [...words, 'doctor', file, '--json'], { PORT: '0' }, app)
  const healthy = await examine('app.mjs')
  expect(healthy).toEqual({ code: 0, stdout: expect.any(String), stderr: '' })
  expect(JSON.parse(healthy.stdout)).toEqual([])
  const disordered = await examine('disordered.mjs')
  expect(disordered).toEqual({ code: 1, stdout: expect.any(String), stderr: '' })
  expect(JSON.parse(disordered.stdout)).toEqual([expect.objectContaining({ name: 'frontdesk-after-middleware' })])
}

export const tries: Record<string, Try> = {
  Node: runs,
  TypeScript: compiles,
  Jest: tests.jest,
  Vitest: tests.vitest,
  ...bundles,
  doctor: examines,
}

/** All that can be loaded; `/types` and `/env` are for the compiler. */
function entriesOf(app: string, name: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(app, 'node_modules', name, 'package.json'), 'utf8'))
  return Object.entries<{ require?: { default?: string } }>(exports)
    .filter(([, entry]) => entry.require?.default)
    .map(([path]) => `${name}${path.slice(1)}`)
}

const majorOf = (app: string, name: string): string =>
  JSON.parse(readFileSync(join(app, 'node_modules', name, 'package.json'), 'utf8')).version.split('.')[0]
