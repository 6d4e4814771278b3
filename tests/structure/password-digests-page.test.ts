import { passwordHasher } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { read } from './documents.js'

test('docs/password-digests.md has a line for each hasher', () => {
  const rows = [...read('docs/password-digests.md').matchAll(/^\| (`[^|]+) \|/gm)].map(([, names]) => names!)
  const named = rows.flatMap((names) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  expect(named.filter((name) => name !== 'passwordHasher').toSorted()).toEqual(passwordHasher.options.toSorted())
})
