/** What installing the SDK puts into an app, beside what Clerk's does. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { installSdk, pack } from './packed.js'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = installSdk(pack())

test('the SDK depends only on itself, and on the Express that the app has', () => {
  const manifest = (name: string) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'))
  const { version, dependencies, peerDependencies } = manifest('@frontdesk/express')
  const installed = treeOf(folder, ['@frontdesk/express']).map((place) => relative(join(folder, 'node_modules'), place))
  expect(installed).toEqual(['@frontdesk/express', '@frontdesk/backend'])
  expect(dependencies).toEqual({ '@frontdesk/backend': version })
  expect(peerDependencies).toEqual({ express: '^4.17.0 || ^5.0.0' })
  expect(manifest('@frontdesk/backend').dependencies).toBeUndefined()
})

test('nothing that is published names zod, the contract or the server', () => {
  const files = readdirSync(join(folder, 'node_modules/@frontdesk'), { recursive: true, encoding: 'utf8' })
  const naming = files
    .filter((file) => /\.(c?js|d\.c?ts)$/.test(file))
    .filter((file) => {
      const text = readFileSync(join(folder, 'node_modules/@frontdesk', file), 'utf8')
      return /(from|import\(|require\()\s*['"](zod|frontdesk|@frontdesk\/contract)\b/.test(text)
    })
  expect(naming).toEqual([])
})

test('the README tells how much is installed', () => {
  const ours = treeOf(folder, ['@frontdesk/express'])
  const clerks = treeOf(fromRoot('tests/clients'), ['@clerk/express'])
  expect(megabytesOf(ours)).toBeLessThan(0.8)
  expect(readFileSync(fromRoot('README.md'), 'utf8').replace(/\s+/g, ' ')).toContain(
    `\`@frontdesk/express\` installs ${ours.length} packages of less than 0.8 MB; ` +
      `\`@clerk/express\` ${clerks.length} of ${Math.round(megabytesOf(clerks))} MB`,
  )
})

/** The folder of every package that installing `names` brings: dependencies, not peers. */
function treeOf(from: string, names: string[], found: string[] = []): string[] {
  for (const name of names) {
    const place = createRequire(join(from, 'package.json'))
      .resolve.paths(name)!
      .map((modules) => join(modules, name))
      .find((candidate) => existsSync(join(candidate, 'package.json')))
    if (!place) throw new Error(`${name}, which ${from} depends on, is not installed.`)
    if (found.includes(place)) continue
    found.push(place)
    const { dependencies = {} } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
    treeOf(place, Object.keys(dependencies), found)
  }
  return found
}

/** What the files hold, without the packages that are installed inside of a package. */
function megabytesOf(places: string[]): number {
  const sizes = places.flatMap((place) =>
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !relative(place, entry.parentPath).split(sep).includes('node_modules'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000_000
}
