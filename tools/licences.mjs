// Collects the licences of bundled packages, which each copy must include.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'

const modules = `${sep}node_modules${sep}`

/** The text of THIRD-PARTY-LICENSES.txt for a bundle of these files; empty if all of them are our own. */
export function licencesOf(files) {
  const folders = new Set(files.map((file) => packageFolder(resolve(file))).filter(Boolean))
  if (folders.size === 0) return ''
  const notices = [...folders].map(noticeOf).sort()
  return `${['This package contains parts of these works, each under its own licence.', ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** The folder of the package that a file belongs to; null for our own files. */
function packageFolder(file) {
  const at = file.lastIndexOf(modules)
  if (at < 0) return null
  const [scope, name] = file.slice(at + modules.length).split(sep)
  return join(file.slice(0, at), 'node_modules', scope.startsWith('@') ? join(scope, name) : scope)
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry))
  if (!file) throw new Error(`${name} is bundled and has no licence file`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()}`
}
