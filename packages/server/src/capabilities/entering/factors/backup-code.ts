import { errors } from '@frontdesk/contract'
import { verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { checkBackupCode, claimBackupCode } from '../../identity/backup-codes/backup-codes.js'
import { forgetSecondGuesses } from '../../identity/second-factors/guesses.js'
import { hasTwoFactors } from '../../identity/second-factors/second-factors.js'
import { holds } from '../../identity/users/holdings.js'
import type { SecondFactor } from './factor.js'
import { countSecondTry } from './lockout.js'

/** A code on paper, in the place of another second factor: who has no other is asked for none. */
export const backupCode = {
  answer: 'code',
  isOn: ({ secondFactors }) => secondFactors.backupCode,
  isEnrolled: (user, settings) => holds(user, 'backup_code') && hasTwoFactors(settings, user),
  offers: () => [{ strategy: 'backup_code' }],

  async check(instance, { account: { user }, client }, answer) {
    await countSecondTry(instance, user.id, client)
    const id = await checkBackupCode(instance, user.id, answer)
    if (id === null) throw errors.formCodeIncorrect()
    return {
      verification: verifiedBy('backup_code'),
      async settle(tx) {
        if (!(await claimBackupCode(tx, user.id, id))) throw errors.formCodeIncorrect()
        await forgetSecondGuesses(tx, user.id)
        return verifiedFactor({ strategy: 'backup_code', userId: user.id, verifiedAt: tx.now(), proven: { kind: 'none' } })
      },
    }
  },
} satisfies SecondFactor
