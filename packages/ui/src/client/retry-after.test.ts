import { expect, test } from 'vitest'
import { retryAfterSeconds } from './retry-after.js'

const now = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT')

test.each([
  ['30', 30],
  ['Sun, 06 Nov 1994 08:51:37 GMT', 120],
  ['Sun, 06 Nov 1994 08:49:37 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j asks to wait %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds)
})
