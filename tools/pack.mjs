// Packs what is published: `node tools/pack.mjs <folder>` writes one tarball for each package and prints their names as JSON. Leaves out
// what only this repository needs: source maps, the `frontdesk-source` condition, development dependencies.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const destination = resolve(process.argv[2] ?? '.')

execFileSync(process.execPath, ['tools/build.mjs', '--types'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
mkdirSync(destination, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'frontdesk-pack-'))
try {
  const staged = readdirSync(join(root, 'packages')).flatMap((name) => stage(name) ?? [])
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...staged], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const tarballs = Object.values(JSON.parse(packed)).map(({ name, filename }) => ({ name, file: join(destination, filename) }))
  console.log(JSON.stringify(tarballs, null, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** A copy of the package as it is published; undefined if it is private. */
function stage(name) {
  const from = join(root, 'packages', name)
  const { devDependencies, scripts, ...manifest } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
  if (manifest.private) return undefined

  const to = join(folder, name)
  mkdirSync(to)
  for (const part of manifest.files) cpSync(join(from, part), join(to, part), { recursive: true, filter: isPublished })
  cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'))
  writeFileSync(join(to, 'README.md'), withAbsoluteLinks(readFileSync(join(from, 'README.md'), 'utf8'), manifest.repository))
  for (const file of readdirSync(to, { recursive: true }).filter((name) => /\.c?js$/.test(name))) {
    const code = readFileSync(join(to, file), 'utf8')
    writeFileSync(join(to, file), code.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'))
  }
  const exports = mapValues(manifest.exports, (entry) => without(entry, 'frontdesk-source'))
  writeFileSync(join(to, 'package.json'), `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`)
  return to
}

function isPublished(path) {
  return !/\.map$|\.built(-with-types)?$/.test(path)
}

/** The rest of the repository is not in the package: what a README links to is found where the repository is. */
function withAbsoluteLinks(text, { url, directory }) {
  const base = `${url.replace(/^git\+|\.git$/g, '')}/blob/main/${directory}/`
  return text.replace(/(?<=\]\()[^)]+/g, (target) => new URL(target, base).href)
}

function without(entry, condition) {
  return typeof entry === 'string' ? entry : Object.fromEntries(Object.entries(entry).filter(([name]) => name !== condition))
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
