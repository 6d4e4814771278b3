/**
 * Ten wrong passwords in a row lock an account for an hour (both configurable), and with it out guessers rather than the owner: a browser
 * in which the user has had a session has tries of its own then, and a code by mail passes. A try is counted before it is checked, so
 * parallel guesses count; tries at one account take turns, so that right passwords at once are not mistaken for guesses.
 */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import type { ClientRow } from '../../devices/clients/clients.js'
import { countGuessByKnown, countGuessInSession } from '../../devices/sessions/guesses.js'
import { findSession, type SessionRow } from '../../devices/sessions/sessions.js'
import { countSecondGuess, secondGuessesLockedUntil } from '../../identity/second-factors/guesses.js'
import { requireUnlocked } from '../../identity/users/admission.js'
import { countGuess } from '../../identity/users/guesses.js'
import { requireUser, type UserRow } from '../../identity/users/users.js'

/** Counts a try at the password of an account. @throws `user_locked` with the seconds until it opens again */
export async function countTry(instance: Instance, userId: string, client: ClientRow | null): Promise<void> {
  const { lockout } = instance.settings
  if (await countGuess(instance, userId, lockout)) return

  const user = await requireUser(instance, userId)
  requireUnlocked(instance, user)
  if (client && (await countGuessByKnown(instance, client.id, userId, lockout))) return
  throw lockedUntil(instance, user.guesses_locked_until)
}

/** Counts a try at the password of the account that is signed in: it locks this session's user out of changes, and nobody else. */
export async function countOwnTry(
  instance: Instance,
  user: Pick<UserRow, 'banned' | 'locked_until'>,
  { id }: SessionRow,
): Promise<void> {
  requireUnlocked(instance, user)
  const { lockout } = instance.settings
  if (!(await countGuessInSession(instance, id, lockout)))
    throw lockedUntil(instance, (await findSession(instance, id))?.guesses_locked_until ?? null)
}

/**
 * Counts a try at a second factor. Whoever may try has proved the first, so these tries have a count of their own: strangers who guess at
 * the password lock nobody out here.
 */
export async function countSecondTry(instance: Instance, userId: string, client: ClientRow | null): Promise<void> {
  const { lockout } = instance.settings
  if (await countSecondGuess(instance, userId, lockout)) return
  if (client && (await countGuessByKnown(instance, client.id, userId, lockout))) return
  throw lockedUntil(instance, await secondGuessesLockedUntil(instance, userId))
}

const lockedUntil = (instance: Instance, time: number | null) =>
  errors.userLocked(Math.max(1, Math.ceil(((time ?? 0) - instance.now()) / 1000)))
