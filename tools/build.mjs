// Builds every package into its dist/: esbuild for what runs in Node, Vite for the pages. Skips what is up to date.
// `--types` adds the declaration files, which only publishing needs.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { writeDeclarations } from './declarations.mjs'
import { licencesOf } from './licences.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const withTypes = process.argv.includes('--types')

/** In build order: the server copies the pages' build, and a package that bundles another's source is rebuilt with it. */
const packages = [
  { name: 'contract', bundles: [] },
  { name: 'backend', bundles: ['contract'] },
  { name: 'express', bundles: [] },
  { name: 'sdk-node', bundles: [] },
  { name: 'sdk-node-4', bundles: [] },
  { name: 'ui', bundles: ['contract'] },
  { name: 'server', bundles: ['contract', 'ui'] },
]

for (const { name, bundles } of packages) {
  const folder = join(root, 'packages', name)
  const inputs = [
    ...[name, ...bundles].map((input) => join(root, 'packages', input)),
    join(root, 'tools/build.mjs'),
    join(root, 'tools/declarations.mjs'),
    join(root, 'tools/licences.mjs'),
    join(root, 'package-lock.json'),
  ]
  const stamps = withTypes ? ['.built', '.built-with-types'] : ['.built']
  const upToDate = (stamp) =>
    existsSync(join(folder, 'dist', stamp)) && newest(inputs) <= statSync(join(folder, 'dist', stamp)).mtimeMs
  if (stamps.every(upToDate)) continue

  const startedAt = new Date()
  const made = join(folder, `.dist-${process.pid}`) // takes the place of dist when whole: what runs meanwhile keeps what it has
  try {
    if (name === 'ui') run('npm', ['run', 'build', '--silent', '--', '--outDir', made], folder)
    else await buildForNode(folder, name, made)
    if (name === 'server') cpSync(join(root, 'packages/ui/dist'), join(made, 'ui'), { recursive: true })
    if (withTypes && name !== 'ui') writeDeclarations({ root, folder, outdir: made, entries: entriesOf(folder) })
    for (const stamp of stamps) {
      writeFileSync(join(made, stamp), '')
      utimesSync(join(made, stamp), startedAt, startedAt) // a file saved meanwhile is newer
    }
    rmSync(join(folder, 'dist'), { recursive: true, force: true })
    renameSync(made, join(folder, 'dist'))
  } catch (error) {
    console.error(`packages/${name} was not built: ${error.message}`)
    process.exitCode = 1
    break
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  console.log(`built ${name} in ${Date.now() - startedAt.getTime()} ms`)
}

function run(command, words, cwd) {
  const env = { ...process.env, NODE_ENV: 'production' } // a test run, which may build, has another; the pages would be made for debugging
  execFileSync(command, words, { cwd, stdio: 'inherit', env })
}

/** What the package's `exports` name: source files relative to `src`, what of each is there at run time, and for whom. */
function entriesOf(folder) {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.values(exports)
    .filter((entry) => entry['frontdesk-source'])
    .map((entry) => ({
      source: entry['frontdesk-source'].replace('./src/', ''),
      hasCode: JSON.stringify(entry).includes('.js"'),
      hasCommonJs: 'require' in entry,
    }))
}

/**
 * The SDK as ES modules and their CommonJS twins. The server, which is large and must be there once in an app, as CommonJS alone:
 * that is what Jest can load, and `packages/server/entries` loads it for `import` too.
 */
async function buildForNode(folder, name, outdir) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const src = join(folder, 'src')
  const entries = entriesOf(folder).filter(({ hasCode }) => hasCode)
  for (const { source } of entries) {
    if (!existsSync(join(src, source))) throw new Error(`its package.json exports src/${source}, which does not exist`)
  }
  const isServer = name === 'server'
  const entryPoints = entries.map(({ source }) => ({
    in: join(src, source),
    out: join(isServer ? 'server' : '', source.replace(/\.ts$/, '')),
  }))
  if (isServer) entryPoints.push({ in: join(src, 'cli/main.ts'), out: 'cli/main' })

  // Development dependencies are bundled, the contract too: the server starts in a fifth of the time when Kysely, Hono and zod are not
  // 500 files.
  const external = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies })
  const esModules = {
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['frontdesk-source'],
    external: external.flatMap((dependency) => [dependency, `${dependency}/*`]),
    legalComments: 'none', // they are all in one file
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  }
  const made = []
  if (!isServer) made.push(await build({ ...esModules, sourcemap: 'linked' }))
  if (entries.some(({ hasCommonJs }) => hasCommonJs)) made.push(await buildCommonJs(esModules))

  // Both are made of the same files. A library may hold parts of another one, as only its map tells.
  const licences = licencesOf([...Object.keys(made[0].metafile.inputs), ...sourcesIn(outdir)])
  if (licences) writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences)
}

/** The files that the source maps of a build name. */
function sourcesIn(outdir) {
  const maps = readdirSync(outdir, { recursive: true }).filter((file) => file.endsWith('.map'))
  return maps.flatMap((file) => {
    const { sources } = JSON.parse(readFileSync(join(outdir, file), 'utf8'))
    return sources.map((source) => resolve(outdir, dirname(file), source))
  })
}

/**
 * esbuild splits ES modules only: each of them is then written as CommonJS, so that all entries share one copy of caches and classes, and
 * what few need is loaded when they do. `import()` becomes `require()`, since Jest refuses the former. Answers what esbuild says of the
 * ES modules.
 */
async function buildCommonJs({ outdir, ...esModules }) {
  const made = join(outdir, '.modules')
  const modules = await build({
    ...esModules,
    outdir: made,
    outExtension: { '.js': '.cjs' }, // what they import of each other has its last name
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    sourcemap: 'inline',
  })
  const options = {
    outbase: made,
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minifyWhitespace: true, // less to parse at each start
    minifySyntax: true,
    lineLimit: 160, // Node prints the line that an error came from
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  }
  const outputs = Object.entries(modules.metafile.outputs).filter(([name]) => name.endsWith('.cjs'))
  const endings = {
    'no default': '',
    // esbuild tells those who only read CommonJS of each name but this one.
    'default and others': '0&&(module.exports.default=0);',
    // A CommonJS library has its names as well, as it has them where Node imports it.
    'default alone': 'module.exports={...module.exports.default,default:module.exports.default,__esModule:true};',
  }
  const kindOf = ({ exports }) =>
    exports.includes('default') ? (exports.length > 1 ? 'default and others' : 'default alone') : 'no default'
  for (const [kind, js] of Object.entries(endings)) {
    const entryPoints = outputs.filter(([, output]) => kindOf(output) === kind).map(([name]) => name)
    await build({ ...options, footer: { js }, entryPoints })
  }
  rmSync(made, { recursive: true })
  return modules
}

/** When the newest input was written. A folder counts too: a file that was removed leaves no other trace. */
function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const stat = statSync(path)
    // What is written under a package's own folder by builds and installs says nothing about its source.
    const changed = stat.isDirectory() && existsSync(join(path, 'package.json')) ? 0 : stat.mtimeMs
    const within = stat.isDirectory() ? newest(inputsIn(path)) : 0
    latest = Math.max(latest, changed, within)
  }
  return latest
}

function inputsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name !== 'node_modules' && !/^(dist|\.dist-\d+)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}
