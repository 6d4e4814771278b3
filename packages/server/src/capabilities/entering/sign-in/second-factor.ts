import { errors } from '@frontdesk/contract'
import { type Instance, transaction } from '../../../start/instance.js'
import type { Device } from '../../devices/clients/device.js'
import { requireUser } from '../../identity/users/users.js'
import { complete } from '../factors/complete.js'
import type { FactorParams } from '../factors/factor.js'
import { factors, findSecondFactor, type Matrix, secondTo } from '../factors/matrix.js'
import { accountOfUser } from './account.js'
import { type Advanced, findOpenSignIn, firstFactorOf, type SignInRow, writeSignIn } from './sign-in.js'
import { checkAnswer, enter, sendChallenge, subjectOf, tellOfNewDevice } from './steps.js'

/**
 * Sends the code of a second factor that has one.
 * @throws `resource_not_found`, `strategy_for_user_invalid`, `verification_missing` before the first factor is verified,
 * `verification_expired` too long after, `user_banned`, `user_locked`, `too_many_requests`
 */
export async function prepareSecondFactor(
  instance: Instance,
  device: Device,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<SignInRow> {
  const { signIn, factor, about } = await openSecondStep(instance, device, id, params.strategy, matrix)
  return transaction(instance, async (tx) => {
    const { verification, ...to } = await sendChallenge(tx, factor, about, params)
    return writeSignIn(tx, signIn, { second_factor_verification: verification, ...to })
  })
}

/**
 * Checks a second factor; the right answer completes the sign-in, if what the first one proved still holds.
 * @throws as `prepareSecondFactor`, the strategy's check and `createSession` do, `form_param_missing`
 */
export async function attemptSecondFactor(
  instance: Instance,
  device: Device,
  id: string,
  params: FactorParams & { strategy: string },
  matrix = factors,
): Promise<Advanced> {
  const { signIn, first, factor, about } = await openSecondStep(instance, device, id, params.strategy, matrix)
  const { user } = about.account
  return instance.turns.take(user.id, async () => {
    const right = await checkAnswer(instance, factor, about, params)
    return transaction(instance, async (tx) => {
      const done = complete(tx.settings, user, [first, await right.settle(tx)], matrix)
      await tellOfNewDevice(tx, device, user)
      const entered = await enter(tx, device, signIn, done)
      const columns = { second_factor_verification: right.verification, ...entered.columns }
      return { signIn: await writeSignIn(tx, signIn, columns), device: entered.device }
    })
  })
}

async function openSecondStep(instance: Instance, device: Device, id: string, strategy: string, matrix: Matrix) {
  const signIn = await findOpenSignIn(instance, device.client, id)
  if (signIn.status !== 'needs_second_factor') throw errors.verificationMissing()
  const first = firstFactorOf(instance, signIn)
  const user = await requireUser(instance, first.userId)
  const factor = findSecondFactor(instance.settings, user, strategy, secondTo(first.strategy, matrix))
  if (!factor) throw errors.strategyForUserInvalid()
  const account = await accountOfUser(instance, user)
  return { signIn, first, factor, about: subjectOf(device, signIn, account, signIn.second_factor_verification) }
}
