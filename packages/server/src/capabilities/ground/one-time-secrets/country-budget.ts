/**
 * What all numbers of one country may be sent together, on all nodes. Toll fraud has codes sent to thousands of numbers of a country whose
 * carriers share what each message costs: no budget of a single number stops that. The secrets themselves are the record, as for mailboxes.
 */
import { errors } from '@frontdesk/contract'
import { lockName } from '../../../database/lock-name.js'
import { prepared } from '../../../database/prepared.js'
import type { Transaction } from '../../../start/instance.js'
import { dayMs, hourMs } from './code-budget.js'

/** Call it in the transaction that sends. @throws `too_many_requests` with the seconds until there is room again */
export async function requireRoomInCountry(tx: Transaction, country: string): Promise<void> {
  if (tx.isTestSuite) return
  await lockName(tx, `texts to ${country}`) // of two sends at once, the second counts the first
  const { textsPerCountryPerHour, textsPerCountryPerDay } = tx.settings.rateLimits
  const waitMs = Math.max(
    await waitOf(tx, country, textsPerCountryPerHour, hourMs),
    await waitOf(tx, country, textsPerCountryPerDay, dayMs),
  )
  if (waitMs > 0) throw errors.tooManyRequests(Math.ceil(waitMs / 1000))
}

/** Until the oldest message that is one too many leaves the window. */
async function waitOf(tx: Transaction, country: string, limit: number, windowMs: number): Promise<number> {
  const now = tx.now()
  const [leaving] = await sentBefore(tx, country, now - windowMs, limit - 1)
  return leaving ? Math.min(leaving.created_at, now) + windowMs - now : 0
}

/** The newest but so many, if it was sent after that time: no more than the budget is read. */
const sentBefore = prepared((db, country: string, since: number, but: number) =>
  db
    .selectFrom('one_time_secrets')
    .select('created_at')
    .where('country', '=', country)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(but),
)
