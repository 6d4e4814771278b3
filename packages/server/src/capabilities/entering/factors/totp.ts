import { errors } from '@frontdesk/contract'
import { verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { forgetSecondGuesses } from '../../identity/second-factors/guesses.js'
import { checkTotp, claimTotp, findTotp } from '../../identity/totp/totp.js'
import { holds } from '../../identity/users/holdings.js'
import type { SecondFactor } from './factor.js'
import { countSecondTry } from './lockout.js'

/** A code of the authenticator app, the second factor of whoever has set one up. */
export const totp = {
  answer: 'code',
  isOn: ({ secondFactors }) => secondFactors.totp,
  isEnrolled: (user) => holds(user, 'totp'),
  offers: () => [{ strategy: 'totp' }],

  async check(instance, { account: { user }, client }, answer) {
    await countSecondTry(instance, user.id, client)
    const row = await findTotp(instance, user.id)
    if (!row?.verified_at) throw errors.strategyForUserInvalid()
    const proof = checkTotp(instance, row, answer)
    return {
      verification: verifiedBy('totp'),
      async settle(tx) {
        await claimTotp(tx, proof)
        await forgetSecondGuesses(tx, user.id)
        return verifiedFactor({ strategy: 'totp', userId: user.id, verifiedAt: tx.now(), proven: { kind: 'none' } })
      },
    }
  },
} satisfies SecondFactor
