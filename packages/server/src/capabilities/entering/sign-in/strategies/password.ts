import { errors } from '@frontdesk/contract'
import { verifiedFactor } from '../../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../../ground/one-time-secrets/verification.js'
import { verifyAmongKinds } from '../../../identity/users/password-kinds.js'
import { upgradePasswordDigest } from '../../../identity/users/users.js'
import type { Strategy } from '../strategies.js'

export const password: Strategy = {
  name: 'password',
  answer: 'password',
  leadsTo: 'complete',

  offers: ({ user }) => (user.password_digest === null ? [] : [{ strategy: 'password' }]),

  async check(instance, _signIn, { user, hidden }, answer) {
    const digest = user.password_digest
    const fit = await (hidden ? verifyAmongKinds(instance, answer, digest) : instance.passwords.verify(answer, digest))
    if (!fit) throw hidden ? errors.formPasswordOrIdentifierIncorrect() : errors.formPasswordIncorrect()

    // A digest that came from elsewhere: this is the moment when the password itself is at hand.
    const better = fit === 'outdated' ? await instance.passwords.hash(answer) : null
    return {
      verification: verifiedBy('password'),
      async settle(tx) {
        if (digest !== null && better !== null) await upgradePasswordDigest(tx, user.id, digest, better)
        const subject = {
          kind: 'password',
          digest: better === null ? digest : null,
          updatedAt: user.password_updated_at,
        } as const
        return verifiedFactor('password', user.id, tx.now(), subject)
      },
    }
  },
}
