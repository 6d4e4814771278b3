/**
 * What one mailbox may be sent, and how often its codes may be guessed, no matter who asks, from where, and on which node: the secrets
 * themselves are the record. By default a mailbox gets 5 codes in any hour and 30 in any day. A code is one of 10⁶ and may be tried 3 times:
 * 30 × 3 = 90 guesses, so a stranger's address is verified by guessing with a chance of 9 × 10⁻⁵ a day. Guesses have limits of their own
 * (15 an hour, 90 a day), which hold too where a code may be tried more often.
 */
import { errors } from '@frontdesk/contract'
import { lockName } from '../../../database/lock-name.js'
import { prepared } from '../../../database/prepared.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { Settings } from '../settings/settings.js'
import { mailboxOf } from './mailbox.js'
import type { OneTimeSecretsTable } from './tables.js'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** What mailboxes and numbers have in common. */
type Limits = Omit<Settings['rateLimits'], 'textsPerCountryPerHour' | 'textsPerCountryPerDay'>

type Sent = Pick<OneTimeSecretsTable, 'created_at' | 'attempts' | 'max_attempts' | 'expires_at' | 'consumed_at'>

/** A mailbox as the record names it; the addresses of strangers are not kept. */
export const recipientOf = (instance: Instance, emailAddress: string): string =>
  instance.vault.fingerprint(mailboxOf(emailAddress), 'code recipient')

/** Call it in the transaction that sends; an app's own test suite is held to its guesses only. @throws `too_many_requests` with the seconds until this mailbox may be sent another code */
export async function requireRoomToSend(tx: Transaction, recipient: string): Promise<void> {
  await lockName(tx, `code to ${recipient}`) // of two sends at once, the second counts the first
  const now = tx.now()
  const waitFor = tx.isTestSuite ? waitForGuesses : waitToSend
  const waitMs = waitFor(await sentTo(tx, recipient, now - dayMs), tx.settings.rateLimits, now)
  if (waitMs > 0) throw errors.tooManyRequests(Math.ceil(waitMs / 1000))
}

/** For an answer that was not compared, since the mailbox's guesses are used up: when there will be another. */
export async function waitToGuess(instance: Instance, recipient: string): Promise<number> {
  const now = instance.now()
  return waitForGuesses(await sentTo(instance, recipient, now - dayMs), instance.settings.rateLimits, now)
}

const sentTo = prepared((db, recipient: string, since: number) =>
  db
    .selectFrom('one_time_secrets')
    .select(['created_at', 'attempts', 'max_attempts', 'expires_at', 'consumed_at'])
    .where('recipient', '=', recipient)
    .where('expires_at', '>', since)
    .orderBy('created_at'),
)

/** How long the next code has to wait, oldest first: for the pause, and for room in each window of codes and of guesses. */
export function waitToSend(sent: Sent[], limits: Limits, now: number): number {
  const last = sent.at(-1)
  // The person who typed the last code reads that mailbox, and need not wait for the next. Nor does one whose tries are used up, who can
  // do nothing else: a mailbox that is guessed at is kept from more mail by the windows.
  const isDone = !last || last.consumed_at !== null || last.attempts >= last.max_attempts
  const pauseMs = !isDone ? remaining(last.created_at, limits.secondsBetweenCodes * 1000, now) : 0
  return Math.max(
    0,
    pauseMs,
    sendsWait(sent, limits.codesPerRecipientPerMinute, minuteMs, now),
    sendsWait(sent, limits.codesPerRecipientPerHour, hourMs, now),
    sendsWait(sent, limits.codesPerRecipientPerDay, dayMs, now),
    waitForGuesses(sent, limits, now),
  )
}

function waitForGuesses(sent: Sent[], limits: Limits, now: number): number {
  return Math.max(
    0,
    guessesWait(sent, limits.guessesPerRecipientPerHour, hourMs, now),
    guessesWait(sent, limits.guessesPerRecipientPerDay, dayMs, now),
  )
}

/** Until the oldest that is one too many leaves the window. */
function sendsWait(sent: Sent[], limit: number, windowMs: number, now: number): number {
  const times = sent.map(({ created_at }) => created_at).filter((time) => time > now - windowMs)
  const leaving = times.at(-limit)
  return leaving === undefined ? 0 : remaining(leaving, windowMs, now)
}

/** Guesses are as old as the end of their code, which is never too young. */
function guessesWait(sent: Sent[], limit: number, windowMs: number, now: number): number {
  let guesses = 0
  for (const { attempts, expires_at } of sent.toSorted((a, b) => b.expires_at - a.expires_at)) {
    if (expires_at <= now - windowMs) break
    guesses += attempts
    if (guesses >= limit) return expires_at + windowMs - now
  }
  return 0
}

/** What is left of a time that began then; all of it where the clock was set back since. */
const remaining = (begin: number, durationMs: number, now: number): number => Math.min(begin, now) + durationMs - now
