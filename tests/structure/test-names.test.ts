import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './documents.js'

test('no two test files share a name, so that a report names one file', () => {
  const names = ['packages', 'tests']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
    .filter((path) => /\.test\.tsx?$/.test(path) && !/node_modules|dist\//.test(path))
    .map((path) => basename(path))
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
