/** Benchmarks take minutes and are not part of the tests; that they still find the packages is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const subjects = new URL('../../benchmarks/subjects/', import.meta.url)
const imports = readdirSync(subjects)
  .filter((file) => file.endsWith('.mjs'))
  .flatMap((file) => {
    const code = readFileSync(new URL(file, subjects), 'utf8')
    return [...code.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => [file, path!] as const)
  })

test('the benchmarks import something of this project', () => {
  expect(imports.length).toBeGreaterThan(3)
})

test.each(imports)('the benchmark %s imports %s, which is there', (_file, path) => {
  expect(existsSync(fileURLToPath(new URL(path, subjects)))).toBe(true)
})
