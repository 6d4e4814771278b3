/**
 * Sessions of the service that was used before go on here: what proves one is exchanged for a session once, so that nobody is signed out by
 * the move. Bans and locks of here count; that all factors were proved, the former service says.
 */
import { ApiError } from '@frontdesk/contract'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { readCookies } from '../../../wire/cookies.js'
import type { Incoming } from '../../../wire/message.js'
import { findUser, findUserByExternalId } from '../../identity/users/users.js'
import type { Device } from '../clients/device.js'
import { type CompletedSignIn, completedSignIn, verifiedFactor } from '../sessions/completed-sign-in.js'
import { createSession, type Entered } from '../sessions/sessions.js'
import { signedInSessionsOf } from '../sessions/signed-in.js'
import { type FormerSession, readFormerToken, seemsFormer } from './former-token.js'

/**
 * Signs in on this device who was signed in at the former service. Null where the token proves that no more: it is too old, its session was
 * exchanged, its user was not brought along.
 * @throws `user_banned`, `user_locked`, `session_quota_exceeded`
 */
export async function exchangeFormerSession(instance: Instance, device: Device, token: string): Promise<Entered | null> {
  const former = await readFormerToken(instance, token)
  if (!former) return null
  return transaction(instance, async (tx) => {
    const user = (await findUser(tx, former.userId)) ?? (await findUserByExternalId(tx, former.userId))
    if (!user || !(await useUp(tx, former.id, user.id))) return null
    return createSession(tx, device, signInOf(former, user.id))
  })
}

/** The same by the cookies that the former service left, for a browser on which nobody is signed in. A refusal leaves it as it is. */
export async function exchangeFormerCookies(instance: Instance, request: Incoming, device: Device): Promise<Entered | null> {
  const tokens = formerTokensOf(instance, request)
  if (tokens.length === 0 || (device.client && (await signedInSessionsOf(instance, device.client.id)).length > 0)) return null
  for (const token of tokens)
    try {
      const entered = await exchangeFormerSession(instance, device, token)
      if (entered) return entered
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // the user is told when they sign in
    }
  return null
}

const mostTokens = 5

/** Those beside which `__client_uat` says that nobody is signed in any more are left out. */
function formerTokensOf(instance: Instance, request: Incoming): string[] {
  if (!instance.former) return []
  const cookies = readCookies(request.header('cookie'))
  return [...cookies]
    .filter(([name, value]) => {
      const suffix = /^__session(_[\w-]+)?$/.exec(name)
      if (!suffix) return false
      return cookies.get(`__client_uat${suffix[1] ?? ''}`) !== '0' && seemsFormer(instance, value)
    })
    .map(([, value]) => value)
    .slice(0, mostTokens)
}

/** Of two that come at once one gets the session. */
async function useUp(tx: Transaction, formerId: string, userId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('former_sessions')
    .values({ former_id: formerId, user_id: userId, exchanged_at: tx.now() })
    .onConflict((conflict) => conflict.column('former_id').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

function signInOf({ firstFactorVerifiedAt, secondFactorVerifiedAt }: FormerSession, userId: string): CompletedSignIn {
  const factor = { strategy: 'ticket', userId, proven: { kind: 'none' } } as const
  return completedSignIn({
    userId,
    firstFactor: verifiedFactor<'first'>({ ...factor, verifiedAt: firstFactorVerifiedAt }),
    secondFactor:
      secondFactorVerifiedAt === null ? null : verifiedFactor<'second'>({ ...factor, verifiedAt: secondFactorVerifiedAt }),
    requireEnough: () => {}, // the former service asked for all that the account has
  })
}
