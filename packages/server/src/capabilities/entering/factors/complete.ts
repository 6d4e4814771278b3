/**
 * Whether what was proved is enough for the account: the only place that says so, and the only one that makes a CompletedSignIn. Where the
 * user has enrolled a second factor, the first one alone is never enough; but for a passkey, where the settings count it as both.
 */
import { errors } from '@frontdesk/contract'
import {
  type CompletedSignIn,
  completedSignIn,
  type VerifiedFactor,
  verifiedFactor,
} from '../../devices/sessions/completed-sign-in.js'
import type { Settings } from '../../ground/settings/settings.js'
import type { Account } from './factor.js'
import { hasSecondFactor, type Matrix, secondTo } from './matrix.js'

type First = VerifiedFactor<'first'>
type Second = VerifiedFactor<'second'>
type User = Account['user']

/** @throws `verification_expired`, later, if the user enrols a second factor before the session is made */
export function complete(
  settings: Settings,
  user: User,
  factors: [First],
  matrix: Matrix,
): CompletedSignIn | { needs: 'second_factor' }
export function complete(settings: Settings, user: User, factors: [First, Second], matrix: Matrix): CompletedSignIn
export function complete(settings: Settings, user: User, [firstFactor, secondFactor]: [First, Second?], matrix: Matrix) {
  if ([firstFactor, secondFactor].some((factor) => factor && factor.userId !== user.id))
    throw new Error("A factor of one account proves nothing about another's user")
  const { strategy } = firstFactor
  const isBoth = strategy === 'passkey' && settings.passkeys.satisfiesSecondFactor
  const isEnough = (asked: User) =>
    isBoth || secondFactor !== undefined || !hasSecondFactor(settings, asked, secondTo(strategy, matrix))
  if (!isEnough(user)) return { needs: 'second_factor' }
  const isSecond = isBoth && hasSecondFactor(settings, user, secondTo(strategy, matrix))

  return completedSignIn({
    userId: user.id,
    firstFactor,
    secondFactor: secondFactor ?? (isSecond ? verifiedFactor<'second'>(firstFactor) : null),
    requireEnough(held) {
      if (!isEnough(held)) throw errors.verificationExpired()
    },
  })
}
