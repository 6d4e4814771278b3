import { expect, test } from 'vitest'
import { byVersion, majorOf } from './versions.js'

test.each([
  ['5', 5],
  ['5.128.0', 5],
  ['^5.2.0', 5],
  ['~5.2', 5],
  ['v5', 5],
  ['10.0.0', 10],
  ['6.0.0-canary.1', 6],
  ['latest', null],
  ['canary', null],
  ['5x', null],
  ['', null],
])('the major version in %j is %j', (text, major) => {
  expect(majorOf(text)).toBe(major)
})

test('versions are ordered by number, and a pre-release before its release', () => {
  const inOrder = ['4.73.14', '5.9.0', '5.10.0', '6.0.0-canary.2', '6.0.0-canary.10', '6.0.0', '6.0.1', '10.0.0']
  expect(inOrder.toReversed().toSorted(byVersion)).toEqual(inOrder)
})
