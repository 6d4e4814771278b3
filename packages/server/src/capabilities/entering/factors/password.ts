import { ApiError, errors, type SupportedFirstFactor } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import type { Settings } from '../../ground/settings/settings.js'
import { isKnownToOthers } from '../../identity/passwords/breached.js'
import { verifyAmongKinds } from '../../identity/users/password-kinds.js'
import { upgradePasswordDigest } from '../../identity/users/users.js'
import type { Account, Claim, FirstFactor, ReverificationFactor, SignInSubject } from './factor.js'
import { countOwnTry, countTry } from './lockout.js'

export const password = {
  answer: 'password',
  isOn,
  offers,
  async check(instance: Instance, about: SignInSubject, answer: string) {
    await count(instance, about, answer)
    const claim = await compare(instance, about.account, answer)
    if (instance.settings.password.refuseBreachedOnSignIn && (await isKnownToOthers(instance, answer)))
      throw errors.formPasswordPwned('password') // pages lead on to a new one
    return claim
  },
} satisfies FirstFactor

/** Wrong answers are counted in the session: whoever guesses in one that was left open locks nobody out elsewhere. */
export const ownPassword: ReverificationFactor = {
  answer: 'password',
  isOn,
  offers,
  async check(instance, { account, session }, answer) {
    await countOwnTry(instance, account.user, session)
    return compare(instance, account, answer)
  },
}

function isOn({ signIn }: Settings): boolean {
  return signIn.password
}

function offers({ user }: Account): SupportedFirstFactor[] {
  return user.password_digest === null ? [] : [{ strategy: 'password' }]
}

async function compare(instance: Instance, { user, hidden }: Account, answer: string): Promise<Claim<VerifiedFactor<'first'>>> {
  const digest = user.password_digest
  const fit = await (hidden ? verifyAmongKinds(instance, answer, digest) : instance.passwords.verify(answer, digest))
  if (!fit) throw hidden ? errors.formPasswordOrIdentifierIncorrect() : errors.formPasswordIncorrect()

  // A digest that came from elsewhere: this is the moment when the password itself is at hand.
  const better = fit === 'outdated' ? await instance.passwords.hash(answer) : null
  return {
    verification: verifiedBy('password'),
    async settle(tx) {
      if (digest !== null && better !== null) await upgradePasswordDigest(tx, user.id, digest, better)
      const proven = { kind: 'password', digest: better === null ? digest : null, updatedAt: user.password_updated_at } as const
      return verifiedFactor({ strategy: 'password', userId: user.id, verifiedAt: tx.now(), proven })
    },
  }
}

/** Where accounts are hidden, the refusal of a locked one is that of a wrong password, and costs as much. */
async function count(instance: Instance, { account: { user, hidden }, client }: SignInSubject, answer: string): Promise<void> {
  if (user.id === '') return
  try {
    await countTry(instance, user.id, client)
  } catch (refusal) {
    if (!hidden || !(refusal instanceof ApiError) || refusal.status !== 403) throw refusal
    await verifyAmongKinds(instance, answer, null)
    throw errors.formPasswordOrIdentifierIncorrect()
  }
}
