import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isPlain, toCamelCase } from './casing.js'

test('an answer of another realm, as in Jest, gets the names of JavaScript', () => {
  const answer = runInNewContext(
    `JSON.parse('{ "total_count": 1, "data": [{ "first_name": "Ada", "public_metadata": { "a_b": 1 } }] }')`,
  )
  expect(toCamelCase(answer)).toEqual({ totalCount: 1, data: [{ firstName: 'Ada', publicMetadata: { a_b: 1 } }] })
})

test.each([new Date(), new (class Own {})(), new Map(), [], null, 'text'])('%s is not an object as JSON has them', (value) => {
  expect(isPlain(value)).toBe(false)
})
