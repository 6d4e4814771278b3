import { expect, test } from 'vitest'
import { createElapsed } from './elapsed.js'

test('time passes on while the clock is set back', () => {
  let clock = 5_000
  const elapsed = createElapsed(() => clock)
  const readings = [60_000, -3600_000, 1_000, 2_000].map((step) => {
    clock += step
    return elapsed()
  })
  expect(readings).toEqual([60_000, 60_000, 61_000, 63_000])
})
