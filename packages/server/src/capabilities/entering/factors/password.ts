import { ApiError, errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'
import { verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { isKnownToOthers } from '../../identity/passwords/breached.js'
import { verifyAmongKinds } from '../../identity/users/password-kinds.js'
import { upgradePasswordDigest } from '../../identity/users/users.js'
import type { FirstFactor, SignInSubject } from './factor.js'
import { countTry } from './lockout.js'

export const password = {
  answer: 'password',
  isOn: ({ signIn }) => signIn.password,

  offers: ({ user }) => (user.password_digest === null ? [] : [{ strategy: 'password' }]),

  async check(instance, about, answer) {
    const { user, hidden } = about.account
    await count(instance, about, answer)
    const digest = user.password_digest
    const fit = await (hidden ? verifyAmongKinds(instance, answer, digest) : instance.passwords.verify(answer, digest))
    if (!fit) throw hidden ? errors.formPasswordOrIdentifierIncorrect() : errors.formPasswordIncorrect()

    if (instance.settings.password.refuseBreachedOnSignIn && (await isKnownToOthers(instance, answer)))
      throw errors.formPasswordPwned('password') // pages lead on to a new one

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
  },
} satisfies FirstFactor

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
