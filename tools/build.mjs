// Builds every package into its dist/: esbuild for what runs in Node, Vite for the pages. What is up to date is left alone.
// `--types` adds the declaration files, which only publishing needs.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const withTypes = process.argv.includes('--types')

/** In order: the server copies what the pages' build made, and whoever bundles another package's source is rebuilt with it. */
const packages = [
  { name: 'contract', bundles: [] },
  { name: 'backend', bundles: ['contract'] },
  { name: 'express', bundles: [] },
  { name: 'ui', bundles: ['contract'] },
  { name: 'server', bundles: ['contract', 'ui'] },
]

for (const { name, bundles } of packages) {
  const folder = join(root, 'packages', name)
  const sources = [name, ...bundles].flatMap((source) => [join(root, 'packages', source, 'src'), join(root, 'packages', source, 'package.json')])
  const stamp = join(folder, 'dist', withTypes ? '.built-with-types' : '.built')
  if (existsSync(stamp) && newest([...sources, join(root, 'tools/build.mjs'), join(root, 'package-lock.json')]) <= statSync(stamp).mtimeMs) continue

  const startedAt = performance.now()
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  if (name === 'ui') execFileSync('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: folder, stdio: 'inherit' })
  else await buildForNode(folder, name)
  if (name === 'server') cpSync(join(root, 'packages/ui/dist'), join(folder, 'dist/ui'), { recursive: true })
  if (withTypes && name !== 'ui') execFileSync('npx', ['tsc', '-p', '.'], { cwd: folder, stdio: 'inherit' })
  writeFileSync(stamp, '')
  console.log(`built ${name} in ${Math.round(performance.now() - startedAt)} ms`)
}

/** One ES module for each entry of the package's `exports`, and a CommonJS twin where `exports` has one. */
async function buildForNode(folder, name) {
  const { exports, dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const entries = Object.values(exports)
    .filter((entry) => entry['frontdesk-source'])
    .map((entry) => ({ source: join(folder, entry['frontdesk-source']), hasCommonJs: JSON.stringify(entry).includes('.cjs') }))
  if (name === 'server') entries.push({ source: join(folder, 'src/cli/main.ts'), hasCommonJs: false })

  // Development dependencies are bundled: the server starts in a fifth of the time when Kysely, Hono and zod are not 500 files.
  const external = [...Object.keys(dependencies), ...Object.keys(peerDependencies)].filter((dependency) => dependency !== '@frontdesk/contract')
  const shared = {
    outbase: join(folder, 'src'),
    outdir: join(folder, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    conditions: ['frontdesk-source'],
    external: external.flatMap((dependency) => [dependency, `${dependency}/*`]),
    legalComments: 'none',
    minifyWhitespace: name === 'server', // less to parse at each start
    minifySyntax: name === 'server',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  }
  await build({ ...shared, entryPoints: entries.map((entry) => entry.source), format: 'esm', splitting: true })
  const commonJs = entries.filter((entry) => entry.hasCommonJs).map((entry) => entry.source)
  if (commonJs.length > 0) await build({ ...shared, entryPoints: commonJs, format: 'cjs', outExtension: { '.js': '.cjs' } })
}

function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const stat = statSync(path)
    latest = Math.max(latest, stat.isDirectory() ? newest(readdirSync(path).map((child) => join(path, child))) : stat.mtimeMs)
  }
  return latest
}
