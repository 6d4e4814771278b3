import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noTally } from '../../capabilities/management/imports/runs.js'
import { lineOf } from './progress.js'
import { summaryOf, writeReport } from './report.js'

test('attack: what people called themselves is no formula in the report, which only its owner reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-report-'))
  const path = join(folder, 'refused.csv')
  await writeReport(path, [
    { place: 'users.csv:2', who: '=HYPERLINK("https://evil.example")', reason: 'username is "odd", and long' },
    { place: 'users.csv:3', who: '@SUM(1)', reason: '-' },
  ])
  expect(readFileSync(path, 'utf8').split('\r\n')).toEqual([
    'place,who,reason',
    `users.csv:2,"'=HYPERLINK(""https://evil.example"")","username is ""odd"", and long"`,
    "users.csv:3,'@SUM(1),'-",
    '',
  ])
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true })
})

test('the end says what became of people, without lines about nobody', () => {
  expect(summaryOf({ ...noTally, imported: 1200, withPassword: 3, unreachable: 7 }, false, 'r.csv')).toBe(
    "1,200  imported, 3 of them with a password\n    7  can't sign in yet: they have no verified address or number, no username and no account elsewhere; --trust-addresses takes the addresses that they have for verified\n",
  )
})

test('the bar says how far it is, how fast, and what is left', () => {
  expect(lineOf('Importing', { entries: 420_000, part: 0.42, seconds: 100 })).toBe(
    'Importing [##########--------------] 42 %  420,000 people, 4,200 a second, 3 min left',
  )
  expect(lineOf('Checking', { entries: 0, part: 0, seconds: 0 })).toMatch(/ 0 % {2}0 people, 0 a second, unknown time left$/)
})
