import { expect, test } from 'vitest'
import { timeAgo } from './time-ago.js'

test.each<[number, string, string?]>([
  [59_999, 'now'],
  [60_000, '1 minute ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000, 'yesterday'],
  [3 * 86_400_000, '3 days ago'],
  [-5_000, 'now'],
  [7_200_000, 'vor 2 Stunden', 'de'],
])('%i ms ago reads %s', (elapsed, words, locale = 'en') => {
  expect(timeAgo(locale, 1e12 - elapsed, 1e12)).toBe(words)
})
