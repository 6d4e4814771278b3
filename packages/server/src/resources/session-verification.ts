import type { SessionVerification } from '@frontdesk/contract'
import type { SessionRow } from '../capabilities/devices/sessions/sessions.js'
import { factors, offersAgain, secondOffersOf } from '../capabilities/entering/factors/matrix.js'
import type { SessionVerificationRow } from '../capabilities/entering/reverification/reverification.js'
import { accountOfUser } from '../capabilities/entering/sign-in/account.js'
import { verificationOf } from '../capabilities/ground/one-time-secrets/verification.js'
import type { UserRow } from '../capabilities/identity/users/users.js'
import type { Instance } from '../start/instance.js'
import { sessionInBrief } from './session.js'

/** Addresses are shown in full: whoever asks is signed in as their owner. */
export async function sessionVerification(
  instance: Instance,
  row: SessionVerificationRow,
  { session, user, origin }: { session: SessionRow; user: UserRow; origin: string | null },
): Promise<SessionVerification> {
  const account = row.status === 'complete' ? null : await accountOfUser(instance, user)
  return {
    object: 'session_reverification',
    level: row.level,
    status: row.status,
    supported_first_factors: account && row.status === 'needs_first_factor' ? offersAgain(instance.settings, account) : null,
    supported_second_factors:
      account && row.level !== 'first_factor' ? secondOffersOf(instance.settings, account, factors) : null,
    first_factor_verification: verificationOf(row.first_factor_verification),
    second_factor_verification: verificationOf(row.second_factor_verification),
    session: await sessionInBrief(instance, session, origin),
  }
}
