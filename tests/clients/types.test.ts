/**
 * Programs written for the types of Clerk's packages compile with ours, only the import changed. Each folder of `types/` is an app of its
 * own, because what an app declares globally holds for all of it.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { installSdk, pack } from '../packaging/packed.js'

const run = promisify(execFile)
const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const programs = fromRoot('tests/clients/types')
const apps = readdirSync(programs)

const clerks = fromRoot('tests/clients')
const ours = installSdk(pack())
writeFileSync(join(ours, 'package.json'), '{ "type": "module" }')
mkdirSync(join(ours, 'node_modules/@types'))
for (const name of ['express', 'node'])
  symlinkSync(fromRoot(`node_modules/@types/${name}`), join(ours, 'node_modules/@types', name))
cpSync(programs, join(ours, 'types'), { recursive: true })
for (const app of apps)
  for (const file of readdirSync(join(ours, 'types', app))) {
    const path = join(ours, 'types', app, file)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(['"])@clerk\//g, '$1@frontdesk/'))
  }

const sides = [
  ["Clerk's packages", clerks],
  ['ours', ours],
] as const
const resolutions = [
  ['node16', 'node16'],
  ['bundler', 'esnext'],
] as const
const compilations = sides.flatMap(([side, folder]) =>
  apps.flatMap((app) => resolutions.map(([resolution, module]) => ({ side, folder, app, resolution, module }))),
)

test.concurrent.each(compilations)(
  'types/$app compiles with $side ($resolution)',
  async ({ folder, app, resolution, module }) => {
    const files = readdirSync(join(folder, 'types', app)).filter((file) => resolution !== 'bundler' || !file.endsWith('.cts'))
    const skipped = folder === clerks ? ['--skipLibCheck'] : [] // the declarations of their dependencies ask for React's
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2022', '--types', 'node', ...skipped]
    const words = [
      ...options,
      '--module',
      module,
      '--moduleResolution',
      resolution,
      ...files.map((file) => join('types', app, file)),
    ]
    const { stdout } = await run(fromRoot('node_modules/.bin/tsc'), words, { cwd: folder }).catch((error) => error)
    expect(stdout).toBe('')
  },
)
