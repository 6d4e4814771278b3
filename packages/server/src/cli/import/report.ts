/** What an import says at its end, and the file of those whom it refused. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Refused } from '../../capabilities/management/imports/check-person.js'
import type { Tally } from '../../capabilities/management/imports/runs.js'
import { csvLine } from '../csv-line.js'

/** Writes the refusals as CSV, readable by their owner only; a file that is there is written over. */
export async function writeReport(path: string, refusals: AsyncIterable<Refused> | Iterable<Refused>): Promise<void> {
  await pipeline(Readable.from(linesOf(refusals)), createWriteStream(path, { mode: 0o600 }))
}

async function* linesOf(refusals: AsyncIterable<Refused> | Iterable<Refused>): AsyncGenerator<string> {
  yield csvLine(['place', 'who', 'reason'])
  for await (const { place, who, reason } of refusals) yield csvLine([place, who, reason].map(harmless))
}

/** Spreadsheets calculate what begins like a formula, and these texts come from people's own accounts. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** What became of the files, or would: a line each, without those of nobody. */
export function summaryOf(tally: Tally, isDryRun: boolean, report: string): string {
  const would = isDryRun ? 'would be ' : ''
  const lines: Array<[count: number, words: string]> = [
    [tally.imported, `${would}imported, ${numberOf(tally.withPassword)} of them with a password`],
    [tally.known, 'there already, by id or external id, and left as they are'],
    [tally.refused, `refused: ${report} says why`],
    [tally.lackConsent, 'of those had a second factor: --without-second-factors imports them, to be let in by the first alone'],
    [tally.withoutSecondFactor, `had a second factor, and ${isDryRun ? 'would be' : 'are'} let in by the first alone`],
    [tally.keptFactors, 'have a phone number, an authenticator app, backup codes or an account elsewhere, which come along'],
    [
      tally.unreachable,
      "can't sign in yet: they have no verified address or number, no username and no account elsewhere; --trust-addresses takes the addresses that they have for verified",
    ],
    [tally.withoutPicture, 'have a picture, which is not brought along'],
    [tally.leftOutAddresses, 'unverified addresses and phone numbers left out, which somebody else has verified'],
  ]
  const shown = lines.filter(([count], index) => index === 0 || count > 0)
  const width = Math.max(...shown.map(([count]) => numberOf(count).length))
  return shown.map(([count, words]) => `${numberOf(count).padStart(width)}  ${words}\n`).join('')
}

const numberOf = (count: number): string => count.toLocaleString('en')
